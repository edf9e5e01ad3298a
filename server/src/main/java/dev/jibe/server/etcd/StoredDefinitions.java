package dev.jibe.server.etcd;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Objects;

/**
 * CustomResourceDefinitions as they are stored: in {@code v1beta1}, which says once what all versions have in common and
 * so is smaller. Nothing is added or lost either way.
 */
final class StoredDefinitions {

    static final String API_VERSION = "apiextensions.k8s.io/v1beta1";

    private static final String PRESERVE = "preserveUnknownFields";
    private static final String COLUMNS = "additionalPrinterColumns";
    private static final String CLIENT = "webhookClientConfig";
    private static final String REVIEWS = "conversionReviewVersions";

    /** What may be said for all versions: its name in a version, and above them. */
    private static final List<List<String>> SHARED = List.of(
            List.of("subresources", "subresources"),
            List.of("schema", "validation"),
            List.of(COLUMNS, COLUMNS),
            List.of("selectableFields", "selectableFields"));

    private StoredDefinitions() {}

    /** From {@code v1}. */
    static JsonMap toStored(JsonMap object) {
        var spec = object.map("spec");
        var versions = spec.list("versions").map(version -> columns((JsonMap) version, "jsonPath", "JSONPath"));
        spec = spec.with(PRESERVE, spec.bool(PRESERVE));
        if (!versions.isEmpty()) {
            var first = (JsonMap) versions.get(0);
            spec = spec.with("version", first.string("name"));
            for (var names : SHARED) {
                var inVersion = names.getFirst();
                var shared = first.get(inVersion);
                if (versions.stream().allMatch(each -> Objects.equals(((JsonMap) each).get(inVersion), shared))) {
                    spec = shared == null ? spec : spec.with(names.getLast(), shared);
                    versions = versions.map(each -> ((JsonMap) each).without(inVersion));
                }
            }
            spec = spec.with("versions", versions);
        }
        var conversion = spec.map("conversion");
        if (conversion.has("webhook")) {
            var webhook = conversion.map("webhook");
            conversion = conversion.without("webhook");
            conversion = copied(webhook, "clientConfig", conversion, CLIENT);
            conversion = copied(webhook, REVIEWS, conversion, REVIEWS);
            spec = spec.with("conversion", conversion);
        }
        return object.with("apiVersion", API_VERSION).with("spec", spec);
    }

    /** To {@code v1}. */
    static JsonMap fromStored(JsonMap object) {
        var spec = object.map("spec");
        var versions = spec.list("versions");
        if (versions.isEmpty() && spec.has("version")) {
            versions = JsonList.of(JsonMap.of("name", spec.string("version"), "served", true, "storage", true));
        }
        for (var names : SHARED) {
            var shared = spec.get(names.getLast());
            spec = spec.without(names.getLast());
            if (shared != null) {
                versions = versions.map(each -> ((JsonMap) each).with(names.getFirst(), shared));
            }
        }
        versions = versions.map(version -> columns((JsonMap) version, "JSONPath", "jsonPath"));
        spec = spec.without("version").with("versions", versions);
        // Absent, it was written by someone for whom that meant true.
        spec = Boolean.FALSE.equals(spec.get(PRESERVE)) ? spec.without(PRESERVE) : spec.with(PRESERVE, true);
        var conversion = spec.map("conversion");
        if (conversion.has(CLIENT) || conversion.has(REVIEWS)) {
            var webhook = copied(conversion, CLIENT, JsonMap.EMPTY, "clientConfig");
            webhook = copied(conversion, REVIEWS, webhook, REVIEWS);
            spec = spec.with(
                    "conversion", conversion.without(CLIENT).without(REVIEWS).with("webhook", webhook));
        }
        return object.with("apiVersion", "apiextensions.k8s.io/v1").with("spec", spec);
    }

    private static JsonMap copied(JsonMap source, String from, JsonMap target, String to) {
        var value = source.get(from);
        return value == null ? target : target.with(to, value);
    }

    private static JsonMap columns(JsonMap version, String from, String to) {
        if (!version.has(COLUMNS)) {
            return version;
        }
        return version.with(
                COLUMNS,
                version.list(COLUMNS)
                        .map(column -> column instanceof JsonMap map && map.has(from)
                                ? map.without(from).with(to, map.string(from))
                                : column));
    }
}
