package dev.jibe.server.openapi;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Resource;

/** A resource as aggregated discovery shows it. */
final class AggregatedResource {

    private AggregatedResource() {}

    static JsonMap of(Resource resource) {
        var info = resource.info();
        var object = JsonMap.of(
                "resource", info.plural(),
                "responseKind", kind(resource, info.group(), info.version(), info.kind()),
                "scope", info.namespaced() ? "Namespaced" : "Cluster",
                "singularResource", info.singular(),
                "verbs", JsonList.copyOf(info.verbs()));
        object = info.shortNames().isEmpty() ? object : object.with("shortNames", JsonList.copyOf(info.shortNames()));
        object = info.categories().isEmpty() ? object : object.with("categories", JsonList.copyOf(info.categories()));
        var subresources = info.subresources().stream()
                .sorted(java.util.Comparator.comparing(s -> s.name()))
                .map(sub -> JsonMap.of(
                        "subresource", sub.name(),
                        "responseKind", kind(resource, sub.group(), sub.version(), sub.kind()),
                        "verbs", JsonList.copyOf(sub.verbs())))
                .toList();
        return subresources.isEmpty() ? object : object.with("subresources", JsonList.copyOf(subresources));
    }

    /** Built-in kinds name their group and version only where these are not the resource's own; custom ones always. */
    private static JsonMap kind(Resource resource, String group, String version, String kind) {
        var info = resource.info();
        boolean own = group.equals(info.group()) && version.equals(info.version());
        boolean named = !own || resource.custom() != null;
        return JsonMap.of("group", named ? group : "", "version", named ? version : "", "kind", kind);
    }
}
