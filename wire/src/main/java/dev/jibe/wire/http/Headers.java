package dev.jibe.wire.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Immutable header fields in order; a name may occur several times; names are kept in lower case. */
public final class Headers {
    public static final Headers EMPTY = new Headers(new String[0]);

    /** Names and values in turn. */
    private final String[] fields;

    private Headers(String[] fields) {
        this.fields = fields;
    }

    /** Names and values in turn. */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a header name without a value");
        }
        Builder builder = builder(namesAndValues.length / 2);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    public static Builder builder() {
        return new Builder(8);
    }

    public static Builder builder(int expectedSize) {
        return new Builder(expectedSize);
    }

    public int size() {
        return fields.length / 2;
    }

    public String name(int index) {
        return fields[2 * index];
    }

    public String value(int index) {
        return fields[2 * index + 1];
    }

    /** The first value of a name, or null. */
    public @Nullable String get(String name) {
        String lower = lower(name);
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equals(lower)) {
                return fields[i + 1];
            }
        }
        return null;
    }

    /** The first value of a name, or the other value. */
    public String get(String name, String otherwise) {
        return Objects.requireNonNullElse(get(name), otherwise);
    }

    public boolean has(String name) {
        return get(name) != null;
    }

    /** All values of a name, in order. */
    public List<String> all(String name) {
        String lower = lower(name);
        List<String> values = new ArrayList<>(2);
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equals(lower)) {
                values.add(fields[i + 1]);
            }
        }
        return values;
    }

    /** Whether a comma-separated list header holds a token, whatever its case. */
    public boolean hasToken(String name, String token) {
        for (String value : all(name)) {
            for (String part : value.split(",", -1)) {
                if (part.trim().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < fields.length; i += 2) {
            action.accept(fields[i], fields[i + 1]);
        }
    }

    /** These headers with one set: every other value of the name is gone. */
    public Headers with(String name, String value) {
        return toBuilder().set(name, value).build();
    }

    public Headers without(String name) {
        return toBuilder().remove(name).build();
    }

    public Builder toBuilder() {
        Builder builder = new Builder(size() + 2);
        for (int i = 0; i < fields.length; i += 2) {
            builder.append(fields[i], fields[i + 1]);
        }
        return builder;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers headers && Arrays.equals(fields, headers.fields);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fields);
    }

    /** The fields, but not what must stay out of logs. */
    @Override
    public String toString() {
        var text = new StringBuilder("{");
        forEach((name, value) -> text.append(text.length() > 1 ? ", " : "")
                .append(name)
                .append('=')
                .append(name.equals("authorization") || name.contains("cookie") ? "***" : value));
        return text.append('}').toString();
    }

    /** The ASCII lower-case form of a name; the same object if it is one. */
    static String lower(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return name;
    }

    /** Collects header fields; refuses names and values that could break out of a header. */
    public static final class Builder {
        private String[] fields;
        private int length;

        private Builder(int expectedSize) {
            fields = new String[2 * expectedSize];
        }

        public Builder add(String name, String value) {
            check(name, true);
            check(value, false);
            return append(lower(name), value);
        }

        public Builder addAll(Headers headers) {
            headers.forEach(this::append);
            return this;
        }

        public Builder addAll(Map<String, String> headers) {
            headers.forEach(this::add);
            return this;
        }

        public Builder set(String name, String value) {
            return remove(name).add(name, value);
        }

        public Builder remove(String name) {
            String lower = lower(name);
            int kept = 0;
            for (int i = 0; i < length; i += 2) {
                if (!fields[i].equals(lower)) {
                    fields[kept] = fields[i];
                    fields[kept + 1] = fields[i + 1];
                    kept += 2;
                }
            }
            length = kept;
            return this;
        }

        public Headers build() {
            return length == 0 ? EMPTY : new Headers(Arrays.copyOf(fields, length));
        }

        private Builder append(String name, String value) {
            if (length == fields.length) {
                fields = Arrays.copyOf(fields, Math.max(8, 2 * length));
            }
            fields[length++] = name;
            fields[length++] = value;
            return this;
        }

        private static void check(String text, boolean isName) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\r' || c == '\n' || c == 0 || (isName && (c <= ' ' || c == ':' || c > '~'))) {
                    throw new IllegalArgumentException(
                            (isName ? "bad character in a header name: " : "bad character in a header value: ")
                                    + (int) c);
                }
            }
            if (isName && text.isEmpty()) {
                throw new IllegalArgumentException("empty header name");
            }
        }
    }
}
