package dev.jibe.object.typing;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.RawJson;
import dev.jibe.object.json.Json;
import dev.jibe.object.protobuf.GoDuration;
import dev.jibe.object.protobuf.Times;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.schema.Field;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.StructType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings a parsed object into the form that upstream gives it by decoding into a struct and encoding it again.
 *
 * <p>Unknown fields and nulls are dropped (and unknown ones reported), empty values of fields that are not pointers are
 * dropped, structs that are not pointers are there even if empty, quantities are canonical, numbers and strings are what
 * the type says. What cannot be decoded is malformed, with upstream's message. Applied to its own result it changes
 * nothing, and returns the very same tree.
 */
public final class Conform {

    /** The zero of Go's time, which is written as null. */
    private static final Instant NO_TIME = Instant.parse("0001-01-01T00:00:00Z");

    /** Upstream's types that have code of their own to be read by; what is wrong there is the end. */
    private static final Set<Scalar> READ_THEMSELVES =
            EnumSet.of(Scalar.QUANTITY, Scalar.INT_OR_STRING, Scalar.TIME, Scalar.MICRO_TIME, Scalar.DURATION);

    private static final int MOST_WRONG = 1000;

    /** Larger numbers are hardly ever written without an exponent. */
    private static final double WRITTEN_OUT = 1e21;

    private final List<String> unknown = new ArrayList<>();
    private final List<Mismatch> wrong = new ArrayList<>(0);
    private final ArrayList<Object> path = new ArrayList<>();

    private final StructType root;

    private Conform(StructType root) {
        this.root = root;
    }

    public static Conformed conform(JsonMap object, StructType type) {
        var conform = new Conform(type);
        var result = conform.struct(object, type);
        if (!conform.wrong.isEmpty()) {
            throw new Mismatches(conform.wrong);
        }
        checkCount(result, type);
        return new Conformed(result, List.copyOf(conform.unknown));
    }

    /** Upstream keeps this number in a field, and reads it from the annotation that clients see. */
    private static void checkCount(JsonMap object, StructType type) {
        if (!type.unversionedName().equals("apps.DaemonSet")) {
            return;
        }
        var text = object.at("metadata", "annotations", "deprecated.daemonset.template.generation");
        if (text instanceof String count && !count.matches("[+-]?[0-9]{1,18}")) {
            boolean isNumber = count.matches("[+-]?[0-9]+");
            throw new MalformedException("strconv.ParseInt: parsing " + GoFormat.quoted(count) + ": "
                    + (isNumber ? "value out of range" : "invalid syntax"));
        }
    }

    private JsonMap struct(JsonMap map, StructType type) {
        var result = map;
        for (int i = 0; i < map.size(); i++) {
            var name = map.keyAt(i);
            var field = type.field(name);
            path.add(name);
            if (field == null) {
                if (!isTypeMeta(name)) {
                    unknown.add(printedPath());
                    result = result.without(name);
                }
            } else {
                var value = field(map.valueAt(i), field, type);
                result = value == null ? result.without(name) : result.with(name, value);
            }
            path.removeLast();
        }
        return withAbsent(result, type);
    }

    /** At the top, apiVersion and kind belong to the envelope and not to the type. */
    private boolean isTypeMeta(String name) {
        return path.size() == 1 && (name.equals("apiVersion") || name.equals("kind"));
    }

    private static JsonMap withAbsent(JsonMap map, StructType type) {
        var result = map;
        for (var field : type.shownWhenAbsent()) {
            var absent = field.absent();
            if (absent != null && !result.has(field.name())) {
                result = result.with(field.name(), absent);
            }
        }
        return result;
    }

    private @Nullable Object field(Object value, Field field, StructType owner) {
        if (value == Null.NULL) {
            return field.type() == Scalar.RAW && !field.nullable() ? value : null;
        }
        var result = value(value, field.type(), owner);
        if (isRefused(field, owner)) {
            return result;
        }
        if (isEmptyList(result) && field.omitEmpty() && field.type() != Scalar.RAW && !isItems(field, owner)) {
            return field.absent();
        }
        boolean dropped = !field.nullable() && field.omitEmpty() && isEmpty(result, field.type());
        return dropped ? null : result;
    }

    /** Protobuf, in which upstream stores objects, cannot tell an empty list from none. */
    private static boolean isEmptyList(Object value) {
        return value instanceof JsonList list && list.isEmpty();
    }

    /** An autoscaler's empty list is refused and so never stored; none at all is filled in. */
    private static boolean isRefused(Field field, StructType owner) {
        return field.name().equals("policies") && owner.unversionedName().equals("autoscaling.HPAScalingRules");
    }

    /** Lists of objects are made for each answer and never stored. */
    private static boolean isItems(Field field, StructType owner) {
        return field.name().equals("items") && owner.name().endsWith("List");
    }

    private static boolean isEmpty(Object value, FieldType type) {
        return switch (value) {
            case String string -> string.isEmpty();
            case Long number -> number == 0 && type != Scalar.INT_OR_STRING;
            case Boolean bool -> !bool;
            case Double number -> number == 0;
            case JsonList list -> list.isEmpty() && type instanceof ListOf;
            case JsonMap map -> map.isEmpty() && type instanceof MapOf;
            default -> false;
        };
    }

    private Object value(Object value, FieldType type, StructType owner) {
        return switch (type) {
            case Scalar scalar -> scalar(value, scalar, owner);
            case Ref(StructType inner) -> ref(value, inner, owner);
            case ListOf(FieldType element, boolean ignored) -> list(value, element, owner);
            case MapOf(FieldType element) -> map(value, element, owner);
        };
    }

    private Object ref(Object value, StructType type, StructType owner) {
        if (value instanceof JsonMap map) {
            return type.form() == StructType.Form.OBJECT ? struct(map, type) : oneOf(map, type);
        }
        if (type.form() == StructType.Form.OBJECT) {
            return fail(value, GoNames.of(new Ref(type), owner, path), owner);
        }
        if (type.form() == StructType.Form.OBJECT_OR_BOOL && !(value instanceof Boolean)) {
            note("boolean or JSON schema expected", true);
        }
        return value instanceof JsonList list && type.form() == StructType.Form.OBJECT_OR_LIST
                ? oneOf(list, type)
                : value;
    }

    /** A value that may be a struct, or something else; its wire fields say which struct. */
    private Object oneOf(Object value, StructType type) {
        int known = unknown.size();
        var result = form(value, type);
        // Upstream decodes these by code of their own, which is not strict.
        unknown.subList(known, unknown.size()).clear();
        return result;
    }

    private Object form(Object value, StructType type) {
        for (var field : type.wireFields()) {
            if (value instanceof JsonMap map && field.type() instanceof Ref(StructType inner)) {
                return struct(map, inner);
            }
            if (value instanceof JsonList list && field.type() instanceof ListOf(FieldType element, boolean ignored)) {
                return list(list, element, element instanceof Ref(StructType item) ? item : type);
            }
        }
        return value;
    }

    private Object list(Object value, FieldType element, StructType owner) {
        if (!(value instanceof JsonList list)) {
            return fail(value, GoNames.of(new ListOf(element, false), owner, path), owner);
        }
        var result = list;
        for (int i = 0; i < list.size(); i++) {
            path.add(i);
            var item = list.get(i) == Null.NULL ? zero(element) : list.get(i);
            result = result.set(i, value(item, element, owner));
            path.removeLast();
        }
        return result;
    }

    /** A step of the path into a map, which messages about types leave out. */
    private record MapKey(String key) {
        @Override
        public String toString() {
            return key;
        }
    }

    private Object map(Object value, FieldType element, StructType owner) {
        if (!(value instanceof JsonMap map)) {
            return fail(value, GoNames.of(new MapOf(element), owner, path), owner);
        }
        var result = map;
        for (int i = 0; i < map.size(); i++) {
            if (element == Scalar.STRING && map.valueAt(i) instanceof String) {
                continue;
            }
            var item = map.valueAt(i) == Null.NULL ? zero(element) : map.valueAt(i);

            path.add(new MapKey(map.keyAt(i)));
            result = result.with(map.keyAt(i), value(item, element, owner));
            path.removeLast();
        }
        return result;
    }

    /** What Go makes of a null in a list or a map. */
    private static Object zero(FieldType type) {
        return switch (type) {
            case Scalar scalar ->
                switch (scalar) {
                    case INT32, INT64, INT_OR_STRING -> 0L;
                    case DOUBLE -> 0.0;
                    case BOOL -> false;
                    case QUANTITY -> "0";
                    case RAW, TIME, MICRO_TIME, FIELDS_V1 -> Null.NULL;
                    default -> "";
                };
            case ListOf ignored -> JsonList.EMPTY;
            case MapOf ignored -> JsonMap.EMPTY;
            case Ref ignored -> JsonMap.EMPTY;
        };
    }

    private Object scalar(Object value, Scalar type, StructType owner) {
        if (value == Null.NULL) {
            return value;
        }
        int before = wrong.size();
        try {
            var result = read(value, type, owner);
            if (wrong.size() > before && READ_THEMSELVES.contains(type)) {
                wrong.set(before, wrong.get(before).asLast());
            }
            return result;
        } catch (Mismatches enough) {
            throw enough;
        } catch (MalformedException e) {
            note(e.getMessage(), READ_THEMSELVES.contains(type));
            return value;
        }
    }

    private Object read(Object value, Scalar type, StructType owner) {
        return switch (type) {
            case STRING -> value instanceof String ? value : fail(value, GoNames.of(type, owner, path), owner);
            case BOOL -> value instanceof Boolean ? value : fail(value, "bool", owner);
            case INT32 ->
                value instanceof Long number && number == number.intValue() ? value : fail(value, "int32", owner);
            case INT64 -> value instanceof Long ? value : fail(value, "int64", owner);
            case DOUBLE -> value instanceof Number number ? number.doubleValue() : fail(value, "float64", owner);
            case BYTES -> bytes(value, owner);
            case QUANTITY -> quantity(value, owner);
            case INT_OR_STRING -> intOrString(value, owner);
            case TIME, MICRO_TIME -> time(value, type, owner);
            case DURATION ->
                value instanceof String text ? GoDuration.print(GoDuration.parse(text)) : fail(value, "string", owner);
            case RAW -> value;
            case FIELDS_V1 -> value instanceof RawJson ? value : RawJson.of(value);
        };
    }

    private Object intOrString(Object value, StructType owner) {
        if (value instanceof String) {
            return value;
        }
        return value instanceof Long number && number == number.intValue() ? value : fail(value, "int32", owner);
    }

    private Object bytes(Object value, StructType owner) {
        if (value instanceof JsonList list) {
            return Base64.getEncoder().encodeToString(each(list, owner));
        }
        if (!(value instanceof String text)) {
            return fail(value, "[]uint8", owner);
        }
        try {
            return base64(text);
        } catch (MalformedException e) {
            note(e.getMessage(), false);
            return text;
        }
    }

    /**
     * The text without the line ends that Go's decoder skips.
     *
     * @throws MalformedException if it is not base64
     */
    static String base64(String text) {
        try {
            var packed = text.replace("\n", "").replace("\r", "");
            Base64.getDecoder().decode(packed);
            if (packed.length() % 4 == 0) {
                return packed;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new MalformedException("illegal base64 data at input byte " + badByte(text));
    }

    /** Bytes as a list of numbers, which Go takes as well. */
    private byte[] each(JsonList list, StructType owner) {
        var bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            var item = list.get(i);
            if (item instanceof Long number && number >= 0 && number <= 0xff) {
                bytes[i] = number.byteValue();
            } else if (item != Null.NULL) {
                path.add(i);
                fail(item, "uint8", owner);
                path.removeLast();
            }
        }
        return bytes;
    }

    private static int badByte(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphabet = Character.isLetterOrDigit(c) && c < 128 || c == '+' || c == '/' || c == '=';
            if (!alphabet) {
                return i;
            }
        }
        return text.length() / 4 * 4;
    }

    private Object quantity(Object value, StructType owner) {
        var text = value instanceof String string ? string.strip() : String.valueOf(value);
        var quantity = Quantity.parse(text);
        // What stands in a map is an amount of a resource; upstream's core kinds count those in thousandths.
        boolean inList = !path.isEmpty()
                && path.getLast() instanceof MapKey
                && owner.unversionedName().startsWith("core.");
        var canonical = (inList ? quantity.roundedToMilli() : quantity).toString();
        return canonical.equals(value) ? value : canonical;
    }

    private Object time(Object value, Scalar type, StructType owner) {
        if (!(value instanceof String text)) {
            return fail(value, "string", owner);
        }
        var instant = type == Scalar.TIME ? Times.parse(text) : Times.parseMicros(text);
        if (instant.equals(NO_TIME)) {
            return Null.NULL;
        }
        var canonical = type == Scalar.TIME ? Times.seconds(instant) : Times.micros(instant);
        return canonical.equals(text) ? text : canonical;
    }

    /** Notes that a value is not of its type, and goes on: which of all such values is told depends on their order. */
    private Object fail(Object value, String goType, StructType owner) {
        note(mismatch(value, goType, owner), false);
        return value;
    }

    /** Of more than so many values nobody needs to know which is the first. */
    private void note(String message, boolean isLast) {
        if (wrong.size() == MOST_WRONG) {
            throw new Mismatches(wrong);
        }
        wrong.add(new Mismatch(printedPath(), message, isLast));
    }

    private String mismatch(Object value, String goType, StructType owner) {
        boolean isShown = value instanceof Number && (goType.startsWith("int") || goType.equals("uint8"));
        var found = GoKind.of(value) + (isShown ? " " + text((Number) value) : "");
        return "json: cannot unmarshal " + found + " into Go struct field " + GoNames.simple(owner) + "."
                + GoNames.path(root, path) + " of type " + goType;
    }

    /** A whole number that no integer holds was read as a float, and is still written as it came. */
    private static String text(Number number) {
        double value = number.doubleValue();
        boolean whole = number instanceof Double && value == Math.rint(value) && Math.abs(value) < WRITTEN_OUT;
        return whole ? new BigDecimal(value).toPlainString() : Json.text(number);
    }

    private String printedPath() {
        var text = new StringBuilder();
        for (var step : path) {
            if (step instanceof Integer index) {
                text.append('[').append(index.intValue()).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(step);
            }
        }
        return text.toString();
    }
}
