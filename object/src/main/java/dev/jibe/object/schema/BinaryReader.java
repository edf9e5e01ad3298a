package dev.jibe.object.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A cursor over a generated resource: variable-length integers, and strings that a table at the start holds once. */
final class BinaryReader {
    private final byte[] bytes;
    private final int[] stringStarts;
    // Decoded when first asked for; a race decodes the same text twice.
    private final @Nullable String[] strings;
    private int at;

    private BinaryReader(byte[] bytes) {
        this.bytes = bytes;
        int count = number();
        strings = new String[count];
        stringStarts = new int[count];
        for (int i = 0; i < count; i++) {
            stringStarts[i] = at;
            int length = number();
            at += length;
        }
    }

    private BinaryReader(BinaryReader other, int at) {
        bytes = other.bytes;
        strings = other.strings;
        stringStarts = other.stringStarts;
        this.at = at;
    }

    /** Another cursor over the same bytes. */
    BinaryReader from(int position) {
        return new BinaryReader(this, position);
    }

    int position() {
        return at;
    }

    void skip(int sizeBytes) {
        at += sizeBytes;
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
        int index = number();
        String known = strings[index];
        if (known == null) {
            BinaryReader text = from(stringStarts[index]);
            int length = text.number();
            known = new String(bytes, text.at, length, StandardCharsets.UTF_8);
            strings[index] = known;
        }
        return known;
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
