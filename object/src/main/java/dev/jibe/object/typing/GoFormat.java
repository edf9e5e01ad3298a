package dev.jibe.object.typing;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Values of a tree as upstream's messages print them. */
public final class GoFormat {

    private static final HexFormat HEX = HexFormat.of();

    private GoFormat() {}

    /** Go's {@code %v}. */
    public static String plain(Object value) {
        return switch (value) {
            case String string -> string;
            case Number number -> GoNumber.text(number);
            case Boolean bool -> bool.toString();
            case JsonList list -> list.stream().map(GoFormat::plain).collect(Collectors.joining(" ", "[", "]"));
            case JsonMap map -> {
                var text = new StringBuilder("map[");
                map.forEach((key, item) -> text.append(text.length() > 4 ? " " : "")
                        .append(key)
                        .append(':')
                        .append(plain(item)));
                yield text.append(']').toString();
            }
            default -> "<nil>";
        };
    }

    /** Go's {@code %q}. */
    public static String quoted(String string) {
        var text = new StringBuilder(string.length() + 2).append('"');
        string.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case 0x07 -> text.append("\\a");
                case 0x0B -> text.append("\\v");
                default -> escaped(text, c);
            }
        });
        return text.append('"').toString();
    }

    private static void escaped(StringBuilder text, int c) {
        if (isPrintable(c)) {
            text.appendCodePoint(c);
        } else if (c < 0x80 || isByte(c)) {
            text.append("\\x").append(HEX.toHexDigits((byte) c));
        } else if (c <= 0xFFFF) {
            text.append("\\u").append(HEX.toHexDigits((short) c));
        } else {
            text.append("\\U").append(HEX.toHexDigits(c));
        }
    }

    /** A byte that was no part of a text, as URLs may have them: those stand for themselves as lone surrogates. */
    private static boolean isByte(int c) {
        return c >= 0xdc80 && c <= 0xdcff;
    }

    /** Whether Go calls a character printable: letters, marks, numbers, punctuation, symbols, and the blank. */
    public static boolean isPrintable(int character) {
        return character == ' '
                || switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }
}
