package dev.jibe.schema;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes variable-length integers, and strings as indexes into a table at the file's start. */
final class BinaryWriter {
    private final Map<String, Integer> table = new LinkedHashMap<>();
    private ByteArrayOutputStream body = new ByteArrayOutputStream();

    void number(int value) {
        number(body, value);
    }

    void flag(boolean value) {
        number(value ? 1 : 0);
    }

    void string(String value) {
        Integer known = table.get(value);
        if (known == null) {
            known = table.size();
            table.put(value, known);
        }
        number(known);
    }

    void strings(Collection<String> values) {
        number(values.size());
        values.forEach(this::string);
    }

    /** Writes a part after its size, so that a reader can skip it. */
    void sized(Runnable part) {
        ByteArrayOutputStream outer = body;
        body = new ByteArrayOutputStream();
        part.run();
        byte[] bytes = body.toByteArray();
        body = outer;
        number(bytes.length);
        body.writeBytes(bytes);
    }

    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, table.size());
        for (String value : table.keySet()) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            number(out, utf8.length);
            out.writeBytes(utf8);
        }
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int value) {
        if (value < 0) {
            throw new SchemaException("cannot write a negative number", "value", value);
        }
        int rest = value;
        while (rest > 0x7f) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
