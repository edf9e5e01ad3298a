package dev.jibe.server.registry.table;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.runtime.Clock;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.FieldError;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects as the tables that clients print.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables">Receiving
 * resources as Tables</a>.
 */
public final class Tables {

    private static final Set<String> INCLUDED = Set.of("", "None", "Object", "Metadata");

    private static final Comparator<JsonMap> PRECEDENCE = Comparator.<JsonMap>comparingLong(
                    schema -> schema.map("spec").number("matchingPrecedence"))
            .thenComparing(Cells::name);

    private final Clock clock;
    private final Columns columns = new Columns();

    public Tables(Clock clock) {
        this.clock = clock;
    }

    public JsonMap ofOne(JsonMap object, Resource resource, String includeObject) {
        return table(versionOf(object), List.of(object), resource, includeObject);
    }

    /** What is not stored, as with a dry run, has no version. */
    private static JsonMap versionOf(JsonMap object) {
        var version = object.map("metadata").string("resourceVersion");
        return version.isEmpty() ? JsonMap.EMPTY : JsonMap.of("resourceVersion", version);
    }

    public JsonMap ofMany(ApiResponse.Many list, String includeObject) {
        var table = table(list.metadata(), inOrder(list), list.resource(), includeObject);
        // Upstream has no rows at all, rather than none, of kinds of which it has nothing particular to show.
        boolean plain = list.resource().custom() == null
                && table.list("columnDefinitions")
                        .maps()
                        .anyMatch(column -> column.string("name").equals(ColumnList.CREATED_AT));
        return plain && list.items().isEmpty() ? table.with("rows", Null.NULL) : table;
    }

    /** Flow schemas are shown in the order in which they are looked at. */
    private static List<JsonMap> inOrder(ApiResponse.Many list) {
        return list.resource().type().name().endsWith(".FlowSchema")
                ? list.items().stream().sorted(PRECEDENCE).toList()
                : list.items();
    }

    /** The table of an object that no resource stores. */
    public JsonMap ofUnstored(JsonMap object, String includeObject) {
        return table(
                versionOf(object), List.of(object), null, columns.ofUnstored(object.string("kind")), includeObject);
    }

    private JsonMap table(JsonMap metadata, List<JsonMap> items, Resource resource, String includeObject) {
        var custom = resource.custom();
        var shown = custom == null ? columns.of(resource.current()) : custom.columns();
        return table(metadata, items, resource, shown, includeObject);
    }

    private JsonMap table(
            JsonMap metadata,
            List<JsonMap> items,
            @Nullable Resource resource,
            List<Column> shown,
            String includeObject) {
        if (!INCLUDED.contains(includeObject)) {
            throw ApiException.badRequest("Unable to convert to Table as requested: "
                    + FieldError.invalid(
                            "includeObject", includeObject, "must be 'Metadata', 'Object', 'None', or empty"));
        }
        var now = clock.now();
        var rows = items.stream()
                .map(item -> {
                    var stored = resource == null || resource.custom() != null
                            ? item
                            : resource.storage().toStorage(item);
                    var cells =
                            shown.stream().map(c -> c.cell().apply(stored, now)).toList();
                    var row = withEnd(JsonMap.of("cells", JsonList.copyOf(cells)), item);
                    return switch (includeObject) {
                        case "None" -> row.with("object", Null.NULL);
                        case "Object" -> row.with("object", item);
                        default -> row.with("object", metadataOf(item, resource));
                    };
                })
                .toList();
        return JsonMap.of(
                "kind",
                "Table",
                "apiVersion",
                "meta.k8s.io/v1",
                "metadata",
                metadata,
                "columnDefinitions",
                JsonList.copyOf(shown.stream()
                        .filter(Column::isDeclared)
                        .map(Column::definition)
                        .toList()),
                "rows",
                JsonList.copyOf(rows));
    }

    /** A pod that has ended is marked, so that clients can leave it out. */
    private static JsonMap withEnd(JsonMap row, JsonMap item) {
        if (!item.string("kind").equals("Pod")) {
            return row;
        }
        return switch (item.map("status").string("phase")) {
            case "Succeeded" -> row.with("conditions", ended("Succeeded", "The pod has completed successfully."));
            case "Failed" -> row.with("conditions", ended("Failed", "The pod failed."));
            default -> row;
        };
    }

    private static JsonList ended(String reason, String message) {
        return JsonList.of(JsonMap.of("type", "Completed", "status", "True", "reason", reason, "message", message));
    }

    /** An object of which nothing but its metadata is shown. */
    public static JsonMap metadataOf(JsonMap object, @Nullable Resource resource) {
        return JsonMap.of(
                "kind",
                "PartialObjectMetadata",
                "apiVersion",
                "meta.k8s.io/v1",
                "metadata",
                resource == null ? object.map("metadata") : resource.strategy().shownMetadata(object.map("metadata")));
    }
}
