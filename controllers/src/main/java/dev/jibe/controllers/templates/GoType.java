package dev.jibe.controllers.templates;

import java.util.List;

/** A type of the Go client, as much of it as shows when a value is printed. */
sealed interface GoType {

    String name();

    /** A string, a number or a boolean, whose zero prints as this text. */
    record Scalar(String name, String zero) implements GoType {}

    record Pointer(String name, GoType to) implements GoType {}

    record Slice(String name, GoType element) implements GoType {}

    record Mapping(String name, GoType value) implements GoType {}

    record Struct(String name, List<Member> members) implements GoType {}

    /** A struct whose value is one text in JSON. */
    record Special(String name, Form form) implements GoType {}

    /** Which texts there are. */
    enum Form {
        QUANTITY,
        TIME,
        INT_OR_STRING,
        RAW
    }

    /** A field; one that is embedded takes its own fields from the same JSON object. */
    record Member(String name, String json, GoType type) {
        boolean isEmbedded() {
            return json.equals("-");
        }
    }
}
