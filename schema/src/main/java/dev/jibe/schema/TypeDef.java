package dev.jibe.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A type of the API, joined from all sources.
 *
 * @param name the protobuf name
 * @param fields the struct's own fields
 * @param inline fields that protobuf nests and JSON flattens
 * @param union empty, or the field that says which of the others is set; {@code -} if none says it
 * @param published whether the Java client has it: legacy versions are decoded, but get no view and no documentation
 */
record TypeDef(
        String name,
        String description,
        boolean atomic,
        List<FieldDef> fields,
        List<FieldDef> inline,
        String union,
        boolean published) {

    private static final List<String> UNIONS =
            List.of("JSONSchemaPropsOrBool", "JSONSchemaPropsOrArray", "JSONSchemaPropsOrStringArray");

    /** The ordinal of the run time's {@code StructType.Form}. */
    int form() {
        return UNIONS.indexOf(Names.simple(name)) + 1;
    }

    /** All fields that JSON shows, those of embedded structs included, by name. */
    List<FieldDef> jsonFields(Map<String, TypeDef> types) {
        List<FieldDef> all = new ArrayList<>(fields);
        for (FieldDef embedded : inline) {
            TypeDef inner = types.get(embedded.type().structName());
            if (inner == null) {
                throw new SchemaException("unknown embedded type", name, embedded);
            }
            inner.jsonFields(types).forEach(field -> all.add(field.withNumber(0)));
        }
        all.sort(Comparator.comparing(FieldDef::name));
        return all;
    }

    /** Whether values of the type are whole objects, which say their kind. */
    boolean isKind() {
        return has("apiVersion") && has("kind");
    }

    private boolean has(String typeMetaField) {
        return fields.stream().anyMatch(field -> field.name().equals(typeMetaField) && field.number() == 0);
    }

    /** Whether it is a kind with metadata of its own, rather than a list or an option. */
    boolean isObject() {
        return isKind()
                && fields.stream()
                        .anyMatch(field -> field.name().equals("metadata")
                                && field.type().equals(new TypeRef.Struct(Joiner.META + "ObjectMeta")));
    }
}
