package dev.jibe.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of the published protobuf definitions. */
record ProtoMessage(String name, Comment comment, List<ProtoField> fields) {

    record ProtoField(String name, int number, TypeRef type, Comment comment) {}

    String packageName() {
        return Names.packageOf(name);
    }

    String simpleName() {
        return Names.simple(name);
    }

    @Nullable
    ProtoField field(String fieldName) {
        return fields.stream()
                .filter(field -> Names.folded(field.name()).equals(Names.folded(fieldName)))
                .findFirst()
                .orElse(null);
    }
}
