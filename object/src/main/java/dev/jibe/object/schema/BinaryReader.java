package dev.jibe.object.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A cursor over a generated resource: variable-length integers, and strings that a table at the start holds once. */
final class BinaryReader {
    private final byte[] bytes;
    private final String[] strings;
    private int at;

    private BinaryReader(byte[] bytes) {
        this.bytes = bytes;
        this.strings = new String[number()];
        for (int i = 0; i < strings.length; i++) {
            int length = number();
            strings[i] = new String(bytes, at, length, StandardCharsets.UTF_8);
            at += length;
        }
    }

    static BinaryReader open(String resource) {
        try (InputStream in = BinaryReader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing: the build did not run the schema generator");
            }
            return new BinaryReader(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int number() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    String string() {
        return strings[number()];
    }

    List<String> strings() {
        return list(this::string);
    }

    <T> List<T> list(Supplier<T> element) {
        int size = number();
        if (size == 0) {
            return List.of();
        }
        List<T> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(element.get());
        }
        return List.copyOf(list);
    }
}
