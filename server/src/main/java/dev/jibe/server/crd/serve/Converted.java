package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.server.registry.MetadataRules;
import dev.jibe.server.webhook.WebhookException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is required of objects that a webhook has converted: of metadata only labels and annotations may change. */
final class Converted {

    private Converted() {}

    /** An object's version and kind as messages show them. */
    static String kind(JsonMap object) {
        return object.string("apiVersion") + ", Kind=" + object.string("kind");
    }

    /**
     * The objects as they go on.
     *
     * @param answer what the webhook has made of them
     * @throws WebhookException if it has made something else
     */
    static List<JsonMap> objects(List<JsonMap> objects, JsonList answer, String apiVersion) {
        if (answer.size() != objects.size()) {
            throw new WebhookException("returned " + answer.size() + " objects, expected " + objects.size());
        }
        var all = new ArrayList<JsonMap>(objects.size());
        for (int i = 0; i < answer.size(); i++) {
            all.add(object(objects.get(i), answer.get(i), apiVersion, new Words(objects.size() > 1, i)));
        }
        return all;
    }

    /** How messages name an object: one alone has no number. */
    private record Words(boolean ofMany, int index) {
        WebhookException version(String why) {
            var what = ofMany ? "invalid converted object" : "invalid object";
            return new WebhookException("returned " + what + " at index " + index + ": " + why);
        }

        WebhookException object(String why) {
            return ofMany ? version(why) : new WebhookException("returned invalid object: " + why);
        }

        WebhookException metadata(String why) {
            var at = ofMany ? " in object at index " + index : "";
            return new WebhookException("returned invalid metadata" + at + ": " + why);
        }
    }

    private static JsonMap object(JsonMap object, Object answer, String apiVersion, Words words) {
        if (!(answer instanceof JsonMap converted) || converted.string("kind").isEmpty()) {
            throw words.version("Object 'Kind' is missing in '" + answer + "'");
        }
        if (!converted.string("apiVersion").equals(apiVersion)) {
            throw words.version("invalid groupVersion (expected " + apiVersion + ", received "
                    + converted.string("apiVersion") + ")");
        }
        var kind = object.string("kind");
        if (!converted.string("kind").equals(kind)) {
            throw words.version("invalid kind (expected " + kind + ", received " + converted.string("kind") + ")");
        }
        var before = object.map("metadata");
        var after = converted.map("metadata");
        for (var key : List.of("name", "namespace", "uid")) {
            if (!after.string(key).equals(before.string(key))) {
                throw words.object("must have the same " + (key.equals("uid") ? "UID" : key) + ": " + before.string(key)
                        + " != " + after.string(key));
            }
        }
        return switch (converted.get("metadata")) {
            case null -> throw words.metadata("missing metadata in converted object");
            case JsonMap metadata -> converted.with("metadata", metadata(before, metadata, words));
            case Object other ->
                throw words.metadata("invalid metadata of type " + type(other) + " in converted object");
        };
    }

    private static JsonMap metadata(JsonMap before, JsonMap after, Words words) {
        var metadata = before;
        for (var key : List.of("labels", "annotations")) {
            var texts = texts(after.get(key), key, words);
            if (texts == null) {
                metadata = metadata.without(key);
                continue;
            }
            if (!texts.equals(before.map(key))) {
                check(key, texts, words);
            }
            metadata = metadata.with(key, texts);
        }
        return metadata;
    }

    private static @Nullable JsonMap texts(@Nullable Object value, String key, Words words) {
        if (value == null || value == Null.NULL) {
            return null;
        }
        if (!(value instanceof JsonMap texts)) {
            throw words.metadata("invalid metadata." + key + " of type " + type(value) + " in converted object");
        }
        texts.forEach((name, text) -> {
            if (!(text instanceof String)) {
                throw words.metadata("metadata." + key + "[" + name + "] must be a string, but is " + type(text)
                        + " in converted object");
            }
        });
        return texts;
    }

    private static void check(String key, JsonMap texts, Words words) {
        var wrong = MetadataRules.embedded(JsonMap.of(key, texts), "metadata").stream()
                .map(error -> error.toString().replaceFirst("^metadata\\.annotations", "metadata.annotation"))
                .distinct()
                .toList();
        if (!wrong.isEmpty()) {
            throw words.metadata(wrong.size() == 1 ? wrong.getFirst() : "[" + String.join(", ", wrong) + "]");
        }
    }

    /** The type of a value as upstream's messages name it. */
    private static String type(Object value) {
        return switch (value) {
            case String _ -> "string";
            case Boolean _ -> "bool";
            case Long _ -> "int64";
            case Double _ -> "float64";
            case JsonMap _ -> "map[string]interface {}";
            case JsonList _ -> "[]interface {}";
            default -> "<nil>";
        };
    }
}
