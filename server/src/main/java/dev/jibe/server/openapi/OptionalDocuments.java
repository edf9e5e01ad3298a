package dev.jibe.server.openapi;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI documents of versions that are served only when somebody says so: made when Jibe was built, without the paths
 * of resources that are not served.
 */
final class OptionalDocuments {

    private final Resources resources;
    private final Function<String, JsonMap> builtin;
    private final Map<String, byte[]> made = new ConcurrentHashMap<>();

    /** @param builtin the documents that were built, by path; empty for others */
    OptionalDocuments(Resources resources, Function<String, JsonMap> builtin) {
        this.resources = resources;
        this.builtin = builtin;
    }

    /** The document of a path such as {@code apis/resource.k8s.io/v1beta2}; null if the version is none of these. */
    byte @Nullable [] version3(String path) {
        var parts = path.split("/", -1);
        if (parts.length != 3) {
            return null;
        }
        var served = resources.in(parts[1], parts[2]);
        if (served.isEmpty() || served.stream().anyMatch(OptionalDocuments::isUsual)) {
            return null;
        }
        var known = made.get(path);
        if (known != null) {
            return known;
        }
        var document = builtin.apply(path);
        if (document.isEmpty() || !served.stream().allMatch(each -> describes(document, each))) {
            return null;
        }
        return made.computeIfAbsent(path, key -> Json.write(only(document, key, served)));
    }

    private static boolean isUsual(Resource resource) {
        return resource.custom() != null || resource.info().servedByDefault();
    }

    private static boolean describes(JsonMap document, Resource resource) {
        return document.map("paths")
                .has("/apis/" + resource.apiVersion() + "/" + resource.info().plural());
    }

    private static JsonMap only(JsonMap document, String path, List<Resource> served) {
        var paths = document.map("paths");
        var kept = JsonMap.builder();
        for (int i = 0; i < paths.size(); i++) {
            var words = List.of(paths.keyAt(i).split("/", -1));
            boolean general = paths.keyAt(i).equals("/" + path + "/");
            if (general
                    || served.stream()
                            .anyMatch(each -> words.contains(each.info().plural()))) {
                kept.put(paths.keyAt(i), paths.valueAt(i));
            }
        }
        return document.with("paths", kept.build());
    }
}
