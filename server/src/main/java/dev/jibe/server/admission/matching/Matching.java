package dev.jibe.server.admission.matching;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.store.Store;
import java.util.List;
import java.util.Optional;

/** Decides whether a webhook or a policy is to see a request, and in which version. */
public final class Matching {

    private final Store<JsonMap> store;
    private final Resources resources;

    public Matching(Store<JsonMap> store, Resources resources) {
        this.store = store;
        this.resources = resources;
    }

    /** The request in the version that the webhook asks for; empty if it asks for none. */
    public Optional<Attributes> webhook(JsonMap hook, Attributes attributes) {
        return selected(hook, attributes, List.of("rules"), List.of());
    }

    /**
     * The request in the version that a policy or binding asks for; empty if it asks for none.
     *
     * @param match {@code matchConstraints} or {@code matchResources}
     */
    public Optional<Attributes> resources(JsonMap match, Attributes attributes) {
        return selected(match, attributes, List.of("resourceRules"), List.of("excludeResourceRules"));
    }

    private Optional<Attributes> selected(
            JsonMap match, Attributes attributes, List<String> including, List<String> excluding) {
        if (!hasObject(match, attributes)) {
            return Optional.empty();
        }
        boolean equivalent = !match.string("matchPolicy").equals("Exact");
        for (var key : excluding) {
            if (ruled(match.list(key), attributes, equivalent).isPresent()) {
                return Optional.empty();
            }
        }
        boolean all = !excluding.isEmpty() && match.list(including.getFirst()).isEmpty();
        var found = all
                ? Optional.of(attributes.resource())
                : ruled(match.list(including.getFirst()), attributes, equivalent);
        // Labels of a namespace are looked at last: if it is not there, only those who asked for it need to know.
        return found.isPresent() && inNamespace(match, attributes)
                ? Optional.of(converted(attributes, found.get()))
                : Optional.empty();
    }

    private Optional<Resource> ruled(JsonList rules, Attributes attributes, boolean equivalent) {
        var own = attributes.resource();
        if (rules.maps().anyMatch(rule -> Rules.match(rule, attributes, own))) {
            return Optional.of(own);
        }
        if (!equivalent || rules.isEmpty()) {
            return Optional.empty();
        }
        var others = resources.all().stream()
                .filter(other -> other.bucket().equals(own.bucket())
                        && other.info().plural().equals(own.info().plural())
                        && !other.apiVersion().equals(own.apiVersion()))
                .toList();
        for (var rule : rules.maps().toList()) {
            for (var other : others) {
                if (Rules.match(rule, attributes, other)) {
                    return Optional.of(other);
                }
            }
        }
        return Optional.empty();
    }

    /** The request as it would have been in another version. */
    private static Attributes converted(Attributes attributes, Resource to) {
        var from = attributes.resource();
        if (to.apiVersion().equals(from.apiVersion())) {
            return attributes;
        }
        return attributes.as(to, convert(attributes.object(), from, to), convert(attributes.old(), from, to));
    }

    /** An object in another version of its resource; a subresource's own kind stays what it is. */
    public static JsonMap convert(JsonMap object, Resource from, Resource to) {
        boolean own = object.string("apiVersion").equals(from.apiVersion());
        return object.isEmpty() || !own
                ? object
                : to.storage().fromStorage(from.storage().toStorage(object));
    }

    private static boolean hasObject(JsonMap match, Attributes attributes) {
        var selector = match.map("objectSelector");
        if (selector.isEmpty()) {
            return true;
        }
        var labels = LabelSelector.of(selector);
        return labels.isEmpty() || fits(attributes.object(), labels) || fits(attributes.old(), labels);
    }

    private static boolean fits(JsonMap object, LabelSelector labels) {
        return !object.isEmpty() && labels.matches(object.map("metadata").map("labels"));
    }

    private boolean inNamespace(JsonMap match, Attributes attributes) {
        boolean isNamespace = attributes.resource().info().groupResource().equals("namespaces");
        var selector = match.map("namespaceSelector");
        if (selector.isEmpty() || (attributes.namespace().isEmpty() && !isNamespace)) {
            return true;
        }
        boolean written = isNamespace && attributes.subresource().isEmpty() && !attributes.isDelete();
        var namespace =
                written ? attributes.object() : namespace(isNamespace ? attributes.name() : attributes.namespace());
        return LabelSelector.of(selector).matches(namespace.map("metadata").map("labels"));
    }

    /**
     * A namespace.
     *
     * @throws ApiException if there is none of that name
     */
    public JsonMap namespace(String name) {
        var entry = store.latest().get("namespaces", name);
        if (entry == null) {
            throw ApiException.notFound(new Named("", "namespaces"), name);
        }
        return entry.value();
    }
}
