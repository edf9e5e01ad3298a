package dev.jibe.object.schema;

/** The type of a field's value: a scalar, a list, a map with string keys, or another struct. */
public sealed interface FieldType {

    /** A value without parts, and the special types that JSON writes as one. */
    enum Scalar implements FieldType {
        STRING,
        INT32,
        INT64,
        BOOL,
        DOUBLE,
        /** Base64 text in JSON. */
        BYTES,
        /** A resource quantity such as {@code 100m}; a string in JSON, although a number is accepted. */
        QUANTITY,
        INT_OR_STRING,
        /** RFC 3339 with seconds. */
        TIME,
        /** RFC 3339 with microseconds. */
        MICRO_TIME,
        DURATION,
        /** Any JSON value; an embedded object on the protobuf wire is JSON bytes. */
        RAW,
        /** The set of fields of a managed fields entry, JSON bytes on the protobuf wire. */
        FIELDS_V1
    }

    /**
     * A list.
     *
     * @param wrapped whether protobuf writes the list as a message of its own, whose field 1 holds the elements; needed
     *     where protobuf cannot repeat, as in a map of lists
     */
    record ListOf(FieldType element, boolean wrapped) implements FieldType {
        public ListOf(FieldType element) {
            this(element, false);
        }
    }

    record MapOf(FieldType value) implements FieldType {}

    record Ref(StructType struct) implements FieldType {}
}
