package dev.jibe.server.cel;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The type of a value that expressions may look at, with how large it can be.
 *
 * <p>Sizes come from limits in a schema, or from how much fits into a request.
 */
public sealed interface Decl {

    /** Items, entries, characters or bytes at most. */
    long maxElements();

    /** The least number of bytes that a value takes in a request. */
    long minBytes();

    /** A value without parts. */
    enum Kind {
        BOOL,
        INT,
        DOUBLE,
        STRING,
        BYTES,
        TIMESTAMP,
        DURATION,
        DYN
    }

    /** A scalar. */
    record Scalar(Kind kind, long maxElements, long minBytes) implements Decl {}

    /**
     * A list.
     *
     * @param listType empty, {@code atomic}, {@code set} or {@code map}, which decides when two lists are equal
     */
    record ListOf(Decl element, long maxElements, String listType, List<String> keys) implements Decl {
        @Override
        public long minBytes() {
            return 2;
        }
    }

    /** A map with string keys. */
    record MapOf(Decl value, long maxElements) implements Decl {
        @Override
        public long minBytes() {
            return 2;
        }
    }

    /**
     * An object with named fields.
     *
     * @param name unique among the types of an environment
     * @param fields by the names that expressions use
     */
    record ObjectOf(String name, Map<String, Property> fields, long minBytes) implements Decl {
        @Override
        public long maxElements() {
            return 0;
        }

        /** The field of a name, which may be a word of the language, escaped or not. */
        @Nullable
        Property field(String name) {
            var field = fields.get(name);
            return field == null ? fields.get("__" + name + "__") : field;
        }
    }

    /** A value that only functions know something about, such as an authorizer. */
    record Opaque(String name) implements Decl {
        @Override
        public long maxElements() {
            return 0;
        }

        @Override
        public long minBytes() {
            return 0;
        }
    }

    /** A field of an object: its name in JSON, and its type. */
    record Property(String key, Decl decl) {}

    /** Anything. */
    Scalar DYN = new Scalar(Kind.DYN, Limits.MAX_REQUEST_BYTES - 2, 1);

    Scalar BOOL = new Scalar(Kind.BOOL, 0, 4);
    Scalar INT = new Scalar(Kind.INT, 0, 1);
    Scalar DOUBLE = new Scalar(Kind.DOUBLE, 0, 1);
}
