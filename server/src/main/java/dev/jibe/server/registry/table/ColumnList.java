package dev.jibe.server.registry.table;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.StructType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The columns of one kind in the making, from left to right. */
final class ColumnList {

    /** The one column besides the name of kinds that have no columns of their own. */
    static final String CREATED_AT = "Created At";

    private final StructType type;
    private final List<Column> columns = new ArrayList<>();

    ColumnList(StructType type) {
        this.type = type;
    }

    List<Column> columns() {
        return List.copyOf(columns);
    }

    ColumnList name() {
        return name(0, Cells::name);
    }

    ColumnList name(int priority, Function<JsonMap, Object> cell) {
        return column("Name", "string", "name", doc("metadata.name"), priority, cell);
    }

    ColumnList age() {
        return age("Age");
    }

    ColumnList undeclaredAge() {
        return age("");
    }

    private ColumnList age(String name) {
        columns.add(new Column(
                name,
                "string",
                "",
                doc("metadata.creationTimestamp"),
                0,
                (object, now) -> Cells.age(object.map("metadata").string("creationTimestamp"), now)));
        return this;
    }

    ColumnList createdAt() {
        return column(
                CREATED_AT,
                "date",
                "",
                doc("metadata.creationTimestamp"),
                0,
                object -> object.map("metadata").string("creationTimestamp"));
    }

    /** A column described by the field of that path. */
    ColumnList field(String name, String columnType, String path, Function<JsonMap, Object> cell) {
        return column(name, columnType, "", doc(path), 0, cell);
    }

    ColumnList wideField(String name, String columnType, String path, Function<JsonMap, Object> cell) {
        return column(name, columnType, "", doc(path), 1, cell);
    }

    ColumnList text(String name, String columnType, String description, Function<JsonMap, Object> cell) {
        return column(name, columnType, "", description, 0, cell);
    }

    ColumnList wideText(String name, String description, Function<JsonMap, Object> cell) {
        return column(name, "string", "", description, 1, cell);
    }

    /** A column whose value depends on the time it is looked at. */
    ColumnList timed(String name, String description, int priority, BiFunction<JsonMap, Instant, Object> cell) {
        columns.add(new Column(name, "string", "", description, priority, cell));
        return this;
    }

    ColumnList column(
            String name,
            String columnType,
            String format,
            String description,
            int priority,
            Function<JsonMap, Object> cell) {
        columns.add(new Column(name, columnType, format, description, priority, (object, now) -> cell.apply(object)));
        return this;
    }

    /** Names and images of a template's containers, as the workloads show them in wide tables. */
    ColumnList containers(Function<JsonMap, JsonMap> podSpec, int priority) {
        return column(
                        "Containers",
                        "string",
                        "",
                        "Names of each container in the template.",
                        priority,
                        o -> Cells.each(podSpec.apply(o).list("containers"), "name"))
                .column(
                        "Images",
                        "string",
                        "",
                        "Images referenced by each container in the template.",
                        priority,
                        o -> Cells.each(podSpec.apply(o).list("containers"), "image"));
    }

    /** What the API says of a field. */
    String doc(String path) {
        var struct = type;
        var keys = path.split("\\.", -1);
        for (int i = 0; i < keys.length - 1; i++) {
            var field = struct.field(keys[i]);
            if (field == null) {
                throw new IllegalArgumentException(struct.name() + " has no " + keys[i]);
            }
            struct = struct(field.type());
        }
        return struct.descriptionOf(keys[keys.length - 1]);
    }

    private static StructType struct(FieldType fieldType) {
        return switch (fieldType) {
            case Ref(var struct) -> struct;
            case ListOf list -> struct(list.element());
            case MapOf map -> struct(map.value());
            default -> throw new IllegalArgumentException(fieldType + " has no fields");
        };
    }
}
