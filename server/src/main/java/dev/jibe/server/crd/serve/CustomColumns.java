package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.json.Json;
import dev.jibe.object.protobuf.Times;
import dev.jibe.object.typing.GoNumber;
import dev.jibe.server.crd.path.JsonPath;
import dev.jibe.server.crd.schema.Embedded;
import dev.jibe.server.registry.table.Cells;
import dev.jibe.server.registry.table.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns that a definition adds to the name.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#additional-printer-columns">
 * Additional printer columns</a>.
 */
final class CustomColumns {

    private CustomColumns() {}

    static List<Column> of(JsonList definitions) {
        var columns = new ArrayList<Column>();
        columns.add(new Column(
                "Name",
                "string",
                "name",
                Embedded.metadataType().descriptionOf("name"),
                0,
                (object, now) -> object.map("metadata").string("name")));
        if (definitions.isEmpty()) {
            columns.add(column(JsonMap.of(
                    "name",
                    "Age",
                    "type",
                    "date",
                    "description",
                    Embedded.metadataType().descriptionOf("creationTimestamp"),
                    "jsonPath",
                    ".metadata.creationTimestamp")));
        }
        for (var definition : definitions.maps().toList()) {
            try {
                columns.add(column(definition));
            } catch (MalformedException e) {
                // A definition is not checked for more than a path's beginning; what follows is not shown.
                break;
            }
        }
        return List.copyOf(columns);
    }

    private static Column column(JsonMap definition) {
        var pathText = definition.string("jsonPath");
        var type = definition.string("type");
        var described = definition.string("description");
        var path = JsonPath.parse(pathText);
        return new Column(
                definition.string("name"),
                type,
                definition.string("format"),
                described.isEmpty() ? "Custom resource definition column (in JSONPath format): " + pathText : described,
                (int) definition.number("priority"),
                (object, now) -> {
                    var found = path.find(object);
                    return found.isEmpty() ? Null.NULL : cell(found.getFirst(), type, now);
                });
    }

    private static Object cell(Object value, String type, Instant now) {
        return switch (type) {
            case "string" ->
                switch (value) {
                    case String text -> text;
                    case Null _ -> "<nil>";
                    case JsonPath.Octet(int octet) -> Integer.toString(octet);
                    case Double number -> GoNumber.text(number);
                    default -> Json.text(value);
                };
            case "integer" -> value instanceof Number number ? (Object) number.longValue() : Null.NULL;
            case "number" -> value instanceof Number number ? (Object) number : Null.NULL;
            case "boolean" -> value instanceof Boolean ? value : Null.NULL;
            case "date" -> value instanceof String text ? age(text, now) : Null.NULL;
            default -> Null.NULL;
        };
    }

    private static String age(String time, Instant now) {
        try {
            return Cells.age(Times.parse(time).toString(), now);
        } catch (MalformedException e) {
            return "<invalid>";
        }
    }
}
