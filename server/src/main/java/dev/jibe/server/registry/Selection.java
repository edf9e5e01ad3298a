package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.selector.FieldSelector;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.Query;

/** Which objects of a resource a client wants to see. */
public record Selection(LabelSelector labels, FieldSelector fields, Strategy strategy) {

    /** Reads the selectors of a query, and refuses fields that cannot be selected by. */
    public static Selection of(Query query, Resource resource) {
        var labels = labels(query.get("labelSelector"));
        var fields = fields(query.get("fieldSelector"));
        for (var term : fields.terms()) {
            if (resource.strategy().selectableField(JsonMap.EMPTY, term.field()) == null) {
                throw ApiException.badRequest("field label not supported: " + term.field());
            }
        }
        return new Selection(labels, fields, resource.strategy());
    }

    private static LabelSelector labels(String text) {
        try {
            return LabelSelector.parse(text);
        } catch (MalformedException e) {
            throw ApiException.badRequest(e.getMessage());
        }
    }

    private static FieldSelector fields(String text) {
        try {
            return FieldSelector.parse(text);
        } catch (MalformedException e) {
            throw ApiException.badRequest(e.getMessage());
        }
    }

    /** This selection and one name. */
    public Selection named(String name) {
        return new Selection(labels, FieldSelector.parse("metadata.name=" + name), strategy);
    }

    public boolean matches(JsonMap object) {
        if (!labels.isEmpty() && !labels.matches(object.map("metadata").map("labels"))) {
            return false;
        }
        return fields.isEmpty()
                || fields.matches(field -> {
                    var value = strategy.selectableField(object, field);
                    return value == null ? "" : value;
                });
    }

    public boolean isEverything() {
        return labels.isEmpty() && fields.isEmpty();
    }
}
