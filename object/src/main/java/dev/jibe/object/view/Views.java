package dev.jibe.object.view;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.quantity.Quantity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The conversions between tree values and Java values that generated views share, so that an accessor is one call. */
public final class Views {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Views() {}

    public static int int32(JsonMap tree, String key) {
        return (int) tree.number(key);
    }

    public static double decimal(JsonMap tree, String key) {
        return tree.get(key) instanceof Number number ? number.doubleValue() : 0;
    }

    /** The value as it is, or {@link Null#NULL}. */
    public static Object raw(JsonMap tree, String key) {
        Object value = tree.get(key);
        return value == null ? Null.NULL : value;
    }

    public static byte[] bytes(JsonMap tree, String key) {
        return toBytes(raw(tree, key));
    }

    static byte[] toBytes(Object value) {
        return value instanceof String text ? Base64.getDecoder().decode(text) : new byte[0];
    }

    public static String ofBytes(byte[] value) {
        return Base64.getEncoder().encodeToString(value);
    }

    /** The instant, or the epoch if there is none or it cannot be read. */
    public static Instant time(JsonMap tree, String key) {
        String text = tree.string(key);
        if (text.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notATime) {
            return Instant.EPOCH;
        }
    }

    public static String ofTime(Instant value) {
        return SECONDS.format(value);
    }

    public static String ofMicroTime(Instant value) {
        return MICROS.format(value);
    }

    public static Quantity quantity(JsonMap tree, String key) {
        return toQuantity(raw(tree, key));
    }

    static Quantity toQuantity(Object value) {
        return Quantity.parse(value == Null.NULL ? "0" : value.toString());
    }

    public static IntOrString intOrString(JsonMap tree, String key) {
        Object value = tree.get(key);
        return value == null || value == Null.NULL ? IntOrString.of(0) : IntOrString.ofTree(value);
    }

    public static <T extends View> List<T> list(JsonMap tree, String key, T prototype) {
        return new TreeList<>(tree.list(key), value -> over(prototype, value));
    }

    public static List<String> strings(JsonMap tree, String key) {
        return new TreeList<>(tree.list(key), Object::toString);
    }

    public static List<Integer> ints(JsonMap tree, String key) {
        return new TreeList<>(tree.list(key), value -> value instanceof Number number ? number.intValue() : 0);
    }

    public static List<Object> values(JsonMap tree, String key) {
        return new TreeList<>(tree.list(key), value -> value);
    }

    public static <T extends View> Map<String, T> map(JsonMap tree, String key, T prototype) {
        return new TreeMap<>(tree.map(key), value -> over(prototype, value));
    }

    public static Map<String, String> stringMap(JsonMap tree, String key) {
        return new TreeMap<>(tree.map(key), Object::toString);
    }

    public static Map<String, Quantity> quantityMap(JsonMap tree, String key) {
        return new TreeMap<>(tree.map(key), Views::toQuantity);
    }

    public static Map<String, byte[]> bytesMap(JsonMap tree, String key) {
        return new TreeMap<>(tree.map(key), Views::toBytes);
    }

    public static Map<String, List<String>> stringsMap(JsonMap tree, String key) {
        return new TreeMap<>(
                tree.map(key),
                value -> new TreeList<>(value instanceof JsonList list ? list : JsonList.EMPTY, Object::toString));
    }

    public static Map<String, Object> valueMap(JsonMap tree, String key) {
        return new TreeMap<>(tree.map(key), value -> value);
    }

    @SuppressWarnings("unchecked") // a view's of() answers its own type
    private static <T extends View> T over(T prototype, Object value) {
        return (T) prototype.of(value instanceof JsonMap map ? map : JsonMap.EMPTY);
    }

    /** A Java value as the tree holds it. */
    public static Object toTree(Object value) {
        return switch (value) {
            case View view -> view.tree();
            case Integer number -> (long) number;
            case Quantity quantity -> quantity.toString();
            case IntOrString either -> either.toTree();
            case byte[] bytes -> ofBytes(bytes);
            case TreeList<?> list -> list.tree();
            case TreeMap<?> map -> map.tree();
            case List<?> list ->
                JsonList.copyOf(list.stream().map(Views::toTree).toList());
            case Map<?, ?> map -> {
                JsonMap.Builder builder = JsonMap.builder();
                map.forEach((key, element) -> builder.put((String) key, toTree(element)));
                yield builder.build();
            }
            default -> value;
        };
    }
}
