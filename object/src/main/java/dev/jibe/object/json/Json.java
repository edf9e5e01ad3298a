package dev.jibe.object.json;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import java.nio.charset.StandardCharsets;

/** JSON text to the tree and back; the short way in. */
public final class Json {

    private Json() {}

    /** Parses one value. Of keys that come twice the last stays. */
    public static Object parse(byte[] utf8) {
        return JsonReader.read(utf8).value();
    }

    public static Object parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Parses an object; anything else is malformed. */
    public static JsonMap parseMap(byte[] utf8) {
        return parse(utf8) instanceof JsonMap map ? map : notAnObject();
    }

    public static JsonMap parseMap(String text) {
        return parseMap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The value as compact UTF-8 text. */
    public static byte[] write(Object value) {
        return new JsonWriter(256).value(value).toBytes();
    }

    /** The value as compact text. */
    public static String text(Object value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    private static JsonMap notAnObject() {
        throw new MalformedException("a JSON object is expected");
    }
}
