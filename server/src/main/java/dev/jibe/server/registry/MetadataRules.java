package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.validation.Validation;
import dev.jibe.server.request.FieldError;
import java.util.List;

/** What is required of the metadata of objects whose kind does not look at it itself. */
public final class MetadataRules {

    private MetadataRules() {}

    /** What is wrong with the metadata of an object inside of another, which stands at a place. */
    public static List<FieldError> embedded(JsonMap metadata, String place) {
        return Validation.checkEmbedded(metadata).stream()
                .map(e -> new FieldError(e.reason(), place + e.field().substring("metadata".length()), e.body()))
                .toList();
    }

    static List<FieldError> check(JsonMap object, Resource resource) {
        return resource.strategy().checksMetadata()
                ? List.of()
                : Validation.checkMetadata(object, resource.namespaced(), resource.strategy()::wrongName);
    }

    /** What may not change in an update. */
    static List<FieldError> checkUpdate(JsonMap object, JsonMap old, Resource resource) {
        return resource.strategy().checksMetadata()
                ? List.of()
                : Validation.checkMetadataUpdate(object, old, resource.namespaced(), resource.strategy()::wrongName);
    }
}
