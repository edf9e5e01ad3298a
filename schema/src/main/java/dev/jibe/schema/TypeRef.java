package dev.jibe.schema;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The type of a field as the generator sees it: structs are named, not linked. */
sealed interface TypeRef {

    /** The names of the run time's {@code FieldType.Scalar}. */
    enum Scalar implements TypeRef {
        STRING,
        INT32,
        INT64,
        BOOL,
        DOUBLE,
        BYTES,
        QUANTITY,
        INT_OR_STRING,
        TIME,
        MICRO_TIME,
        DURATION,
        RAW,
        FIELDS_V1
    }

    record ListOf(TypeRef element, boolean wrapped) implements TypeRef {}

    record MapOf(TypeRef value) implements TypeRef {}

    /** A struct by its protobuf name, such as {@code k8s.io.api.core.v1.Pod}. */
    record Struct(String name) implements TypeRef {}

    /** The struct inside of lists and maps, or null. */
    default @Nullable String structName() {
        return switch (this) {
            case Scalar _ -> null;
            case ListOf list -> list.element().structName();
            case MapOf map -> map.value().structName();
            case Struct struct -> struct.name();
        };
    }

    default TypeRef rename(UnaryOperator<String> renaming) {
        return switch (this) {
            case Scalar scalar -> scalar;
            case ListOf(TypeRef element, boolean wrapped) -> new ListOf(element.rename(renaming), wrapped);
            case MapOf(TypeRef value) -> new MapOf(value.rename(renaming));
            case Struct(String name) -> new Struct(renaming.apply(name));
        };
    }
}
