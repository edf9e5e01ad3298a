package dev.jibe.controllers.templates;

import dev.jibe.controllers.templates.GoType.Mapping;
import dev.jibe.controllers.templates.GoType.Member;
import dev.jibe.controllers.templates.GoType.Pointer;
import dev.jibe.controllers.templates.GoType.Scalar;
import dev.jibe.controllers.templates.GoType.Slice;
import dev.jibe.controllers.templates.GoType.Special;
import dev.jibe.controllers.templates.GoType.Struct;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.RawJson;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Prints a tree the way Go prints the struct with types and names of fields, on one line: {@code {Name:(string)a …}}. What is
 * absent prints as nil or zero, and so do lists and maps without entries, which do not survive being stored.
 */
final class GoPrinter {
    private static final String NIL = "<nil>";

    /** Seconds between the years 1 and 1970, by which Go counts time. */
    private static final long EPOCH_SECONDS = 62135596800L;

    private final StringBuilder out = new StringBuilder(8192);

    private GoPrinter() {}

    static String print(GoType type, JsonMap tree) {
        var printer = new GoPrinter();
        printer.typed(type, tree);
        return printer.out.toString();
    }

    private void typed(GoType type, @Nullable Object value) {
        out.append('(').append(type.name()).append(')');
        if (type instanceof Pointer(String name, GoType to)) {
            if (isAbsent(value)) {
                out.append(NIL);
            } else {
                plain(to, value);
            }
        } else {
            plain(type, value);
        }
    }

    private static boolean isAbsent(@Nullable Object value) {
        return value == null || value == Null.NULL;
    }

    private void plain(GoType type, @Nullable Object value) {
        switch (type) {
            case Scalar(String name, String zero) -> out.append(isAbsent(value) ? zero : value);
            case Pointer pointer -> typed(pointer, value);
            case Slice(String name, GoType element) -> list(element, value);
            case Mapping(String name, GoType element) -> map(element, value);
            case Struct struct -> struct(struct, value instanceof JsonMap map ? map : JsonMap.EMPTY);
            case Special(String name, GoType.Form form) -> special(form, value);
        }
    }

    private void list(GoType element, @Nullable Object value) {
        if (!(value instanceof JsonList list) || list.isEmpty()) {
            out.append(NIL);
            return;
        }
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            out.append(i == 0 ? "" : " ");
            plain(element, list.get(i));
        }
        out.append(']');
    }

    private void map(GoType element, @Nullable Object value) {
        if (!(value instanceof JsonMap map) || map.isEmpty()) {
            out.append(NIL);
            return;
        }
        out.append("map[");
        for (int i = 0; i < map.size(); i++) {
            out.append(i == 0 ? "" : " ").append(map.keyAt(i)).append(':');
            plain(element, map.valueAt(i));
        }
        out.append(']');
    }

    private void struct(Struct struct, JsonMap map) {
        out.append('{');
        boolean isFirst = true;
        for (Member member : struct.members()) {
            out.append(isFirst ? "" : " ").append(member.name()).append(':');
            typed(member.type(), member.isEmbedded() ? map : map.get(member.json()));
            isFirst = false;
        }
        out.append('}');
    }

    private void special(GoType.Form form, @Nullable Object value) {
        switch (form) {
            case QUANTITY -> GoQuantity.print(isAbsent(value) ? "0" : String.valueOf(value), out);
            case INT_OR_STRING -> intOrString(value);
            case RAW -> raw(value);
            case TIME -> time(isAbsent(value) ? "" : String.valueOf(value));
        }
    }

    private void intOrString(@Nullable Object value) {
        boolean isText = value instanceof String;
        out.append("{Type:(intstr.Type)")
                .append(isText ? 1 : 0)
                .append(" IntVal:(int32)")
                .append(value instanceof Long number ? number.longValue() : 0L)
                .append(" StrVal:(string)")
                .append(value instanceof String text ? text : "")
                .append('}');
    }

    private void raw(@Nullable Object value) {
        out.append("{Raw:([]uint8)[");
        var bytes = RawJson.of(value == null ? JsonMap.EMPTY : value).utf8();
        for (int i = 0; i < bytes.length; i++) {
            out.append(i == 0 ? "" : " ").append(bytes[i] & 0xff);
        }
        out.append("]}");
    }

    private void time(String text) {
        long seconds = text.isEmpty() ? 0 : OffsetDateTime.parse(text).toEpochSecond() + EPOCH_SECONDS;
        out.append("{Time:(time.Time){wall:(uint64)0 ext:(int64)")
                .append(seconds)
                .append(" loc:(*time.Location)<nil>}}");
    }
}
