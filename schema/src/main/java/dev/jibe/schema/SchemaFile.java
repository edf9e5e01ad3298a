package dev.jibe.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes {@code schema.bin} and {@code schema-docs.bin}; the run time's {@code SchemaReader} reads them. */
final class SchemaFile {
    private static final int SCALAR = 0;
    private static final int LIST = 1;
    private static final int WRAPPED_LIST = 2;
    private static final int MAP = 3;
    private static final int STRUCT = 4;

    private static final int REQUIRED = 1;
    private static final int NULLABLE = 2;
    private static final int MERGING = 4;
    private static final int VALUES = 8;
    private static final int OMIT_EMPTY = 16;

    private final BinaryWriter out = new BinaryWriter();
    private final Map<String, TypeDef> types;
    private final Map<String, Integer> index = new HashMap<>();

    private SchemaFile(Map<String, TypeDef> types) {
        this.types = types;
        types.keySet().forEach(name -> index.put(name, index.size()));
    }

    static byte[] schema(Map<String, TypeDef> types, List<ResourceDef> resources, Overlay overlay) {
        SchemaFile file = new SchemaFile(types);
        file.writeTypes(new DefaultsTable(overlay));
        file.writeKinds(overlay);
        file.out.number(resources.size());
        resources.forEach(file::writeResource);
        return file.out.toBytes();
    }

    static byte[] docs(Map<String, TypeDef> types) {
        BinaryWriter out = new BinaryWriter();
        List<TypeDef> documented =
                types.values().stream().filter(TypeDef::published).toList();
        out.number(documented.size());
        for (TypeDef type : documented) {
            out.string(Names.openApi(type.name()));
            out.string(type.description());
            List<FieldDef> fields = type.jsonFields(types);
            out.number(fields.size());
            for (FieldDef field : fields) {
                out.string(field.name());
                out.string(field.description());
            }
        }
        return out.toBytes();
    }

    private void writeTypes(DefaultsTable defaults) {
        Set<String> defaulted = defaults.reaching(types);
        out.number(types.size());
        for (TypeDef type : types.values()) {
            out.string(Names.openApi(type.name()));
            out.number(type.form());
            out.flag(type.atomic());
            out.flag(defaulted.contains(type.name()));
            out.string(defaults.json(type));
            out.sized(() -> {
                writeFields(type.jsonFields(types));
                writeFields(type.inline());
            });
        }
    }

    private void writeFields(List<FieldDef> fields) {
        out.number(fields.size());
        for (FieldDef field : fields) {
            out.string(field.name());
            out.number(field.number());
            writeType(field.type());
            boolean merging = !field.patchStrategy().isEmpty()
                    || !field.patchMergeKey().isEmpty()
                    || !field.listType().isEmpty()
                    || !field.mapType().isEmpty();
            boolean values = field.defaultValue() != null || !field.enumValues().isEmpty();
            out.number((field.required() ? REQUIRED : 0)
                    | (field.nullable() ? NULLABLE : 0)
                    | (merging ? MERGING : 0)
                    | (values ? VALUES : 0)
                    | (field.omitEmpty() ? OMIT_EMPTY : 0));
            if (merging) {
                writeMerging(field);
            }
            if (values) {
                writeDefault(field.defaultValue());
                out.strings(field.enumValues());
            }
        }
    }

    private void writeMerging(FieldDef field) {
        out.string(field.patchStrategy());
        out.string(field.patchMergeKey());
        out.number(
                switch (field.listType()) {
                    case "set" -> 1;
                    case "map" -> 2;
                    default -> 0;
                });
        out.strings(field.listMapKeys());
        out.flag(field.mapType().equals("atomic"));
    }

    private void writeDefault(@Nullable Object value) {
        switch (value) {
            case null -> out.number(0);
            case String text -> {
                out.number(1);
                out.string(text);
            }
            case Long number -> {
                out.number(2);
                out.number(Math.toIntExact(number));
            }
            case Boolean flag -> {
                out.number(3);
                out.flag(flag);
            }
            case List<?> _ -> out.number(5);
            default -> out.number(4);
        }
    }

    private void writeType(TypeRef type) {
        switch (type) {
            case TypeRef.Scalar scalar -> {
                out.number(SCALAR);
                out.string(scalar.name());
            }
            case TypeRef.ListOf(TypeRef element, boolean wrapped) -> {
                out.number(wrapped ? WRAPPED_LIST : LIST);
                writeType(element);
            }
            case TypeRef.MapOf(TypeRef value) -> {
                out.number(MAP);
                writeType(value);
            }
            case TypeRef.Struct(String name) -> {
                out.number(STRUCT);
                out.number(indexOf(name));
            }
        }
    }

    private int indexOf(String type) {
        Integer found = index.get(type);
        if (found == null) {
            throw new SchemaException("unknown type", "name", type);
        }
        return found;
    }

    private void writeKinds(Overlay overlay) {
        Map<String, Integer> kinds = new TreeMap<>();
        for (TypeDef type : types.values()) {
            if (type.isKind() || isOption(type, overlay)) {
                String packageName = Names.packageOf(type.name());
                String group = Groups.groupOf(packageName, overlay);
                kinds.put(
                        group + "/" + Names.version(packageName) + "/" + Names.simple(type.name()),
                        indexOf(type.name()));
            }
        }
        out.number(kinds.size());
        kinds.forEach((kind, type) -> {
            out.string(kind);
            out.number(type);
        });
    }

    /** A type of meta/v1 that is a kind although it does not say so itself. */
    private static boolean isOption(TypeDef type, Overlay overlay) {
        return type.name().startsWith(Joiner.META)
                && overlay.strings("messages", "kinds").contains(Names.simple(type.name()));
    }

    private void writeResource(ResourceDef resource) {
        out.string(resource.group());
        out.string(resource.version());
        out.string(resource.kind());
        out.string(resource.plural());
        out.string(resource.singular());
        out.flag(resource.namespaced());
        out.strings(resource.shortNames());
        out.strings(resource.categories());
        out.strings(resource.verbs());
        List<ResourceDef.SubresourceDef> subresources = new ArrayList<>(resource.subresources());
        out.number(subresources.size());
        for (ResourceDef.SubresourceDef subresource : subresources) {
            out.string(subresource.name());
            out.string(subresource.group());
            out.string(subresource.version());
            out.string(subresource.kind());
            out.strings(subresource.verbs());
        }
        out.flag(resource.servedByDefault());
        out.number(indexOf(resource.type()));
    }
}
