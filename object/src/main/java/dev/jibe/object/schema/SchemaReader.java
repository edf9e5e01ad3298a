package dev.jibe.object.schema;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.FieldType.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code schema.bin}, which the build-only module {@code schema} writes: see its {@code SchemaFile}. */
final class SchemaReader {
    private static final StructType.Form[] FORMS = StructType.Form.values();
    private static final ListType[] LIST_TYPES = ListType.values();
    private static final MapType[] MAP_TYPES = MapType.values();

    private static final int SCALAR = 0;
    private static final int LIST = 1;
    private static final int WRAPPED_LIST = 2;
    private static final int MAP = 3;

    private static final int REQUIRED = 1;
    private static final int NULLABLE = 2;
    private static final int MERGING = 4;
    private static final int VALUES = 8;
    private static final int OMIT_EMPTY = 16;

    private final BinaryReader in;
    private final StructType[] types;

    private SchemaReader(BinaryReader in, StructType[] types) {
        this.in = in;
        this.types = types;
    }

    static Schema read() {
        BinaryReader in = BinaryReader.open("/schema.bin");
        return new SchemaReader(in, new StructType[in.number()]).schema();
    }

    private Schema schema() {
        Map<String, StructType> byName = HashMap.newHashMap(types.length);
        for (int i = 0; i < types.length; i++) {
            types[i] = type();
            byName.put(types[i].name(), types[i]);
        }
        int kindCount = in.number();
        Map<String, StructType> kinds = HashMap.newHashMap(kindCount);
        for (int i = 0; i < kindCount; i++) {
            kinds.put(in.string(), types[in.number()]);
        }
        return new Schema(byName, kinds, in.list(this::resource));
    }

    private StructType type() {
        StructType.Head head =
                new StructType.Head(in.string(), FORMS[in.number()], in.number() == 1, in.number() == 1, in.string());
        int sizeBytes = in.number();
        int start = in.position();
        in.skip(sizeBytes);
        return new StructType(head, () -> new SchemaReader(in.from(start), types).layout());
    }

    private Layout layout() {
        List<Field> fields = in.list(() -> field(false));
        return Layout.of(fields, in.list(() -> field(true)));
    }

    private Field field(boolean inline) {
        String name = in.string();
        int number = in.number();
        FieldType type = fieldType();
        int flags = in.number();
        String patchStrategy = "";
        String patchMergeKey = "";
        ListType listType = ListType.ATOMIC;
        List<String> listMapKeys = List.of();
        MapType mapType = MapType.GRANULAR;
        if ((flags & MERGING) != 0) {
            patchStrategy = in.string();
            patchMergeKey = in.string();
            listType = LIST_TYPES[in.number()];
            listMapKeys = in.strings();
            mapType = MAP_TYPES[in.number()];
        }
        Object defaultValue = null;
        List<String> enumValues = List.of();
        if ((flags & VALUES) != 0) {
            defaultValue = defaultValue();
            enumValues = in.strings();
        }
        return new Field(
                name,
                number,
                type,
                (flags & REQUIRED) != 0,
                inline,
                (flags & NULLABLE) != 0,
                (flags & OMIT_EMPTY) != 0,
                patchStrategy,
                patchMergeKey,
                listType,
                listMapKeys,
                mapType,
                defaultValue,
                enumValues);
    }

    private FieldType fieldType() {
        int tag = in.number();
        return switch (tag) {
            case SCALAR -> Scalar.valueOf(in.string());
            case LIST -> new FieldType.ListOf(fieldType());
            case WRAPPED_LIST -> new FieldType.ListOf(fieldType(), true);
            case MAP -> new FieldType.MapOf(fieldType());
            default -> new FieldType.Ref(types[in.number()]);
        };
    }

    private @Nullable Object defaultValue() {
        return switch (in.number()) {
            case 0 -> null;
            case 1 -> in.string();
            case 2 -> (long) in.number();
            case 3 -> in.number() == 1;
            case 4 -> JsonMap.EMPTY;
            default -> JsonList.EMPTY;
        };
    }

    private ResourceInfo resource() {
        return new ResourceInfo(
                in.string(),
                in.string(),
                in.string(),
                in.string(),
                in.string(),
                in.number() == 1,
                in.strings(),
                in.strings(),
                in.strings(),
                in.list(() ->
                        new ResourceInfo.Subresource(in.string(), in.string(), in.string(), in.string(), in.strings())),
                in.number() == 1,
                types[in.number()]);
    }
}
