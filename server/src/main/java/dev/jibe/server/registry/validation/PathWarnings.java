package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.List;

/**
 * What clients are told about volumes that put several files in one place.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/storage/projected-volumes/">Projected Volumes</a>.
 */
final class PathWarnings {

    private PathWarnings() {}

    /** Where a file goes, and what it comes from; empty if all files of the volume come from there. */
    private record Target(String path, String source) {

        boolean meets(Target other) {
            return (path + "/").startsWith(other.path + "/") || (other.path + "/").startsWith(path + "/");
        }

        @Override
        public String toString() {
            return "\"" + path + "\"" + (source.isEmpty() ? "" : " (" + source + ")");
        }
    }

    static void add(List<String> found, JsonList volumes) {
        volumes.maps().forEach(volume -> {
            var name = volume.string("name");
            alone(found, name, "ConfigMap \"" + volume.map("configMap").string("name") + "\"", volume.map("configMap"));
            alone(found, name, "Secret \"" + volume.map("secret").string("secretName") + "\"", volume.map("secret"));
            alone(found, name, "DownwardAPI", volume.map("downwardAPI"));
            projected(found, name, volume.map("projected").list("sources"));
        });
    }

    private static void alone(List<String> found, String volume, String what, JsonMap source) {
        collisions(found, volume, what, targets(source, ""), new ArrayList<>());
    }

    private static void projected(List<String> found, String volume, JsonList sources) {
        var all = new ArrayList<Target>();
        for (var source : sources.maps().toList()) {
            if (source.isEmpty()) {
                found.add("volume \"" + volume + "\" (Projected) has no sources provided");
            }
            collisions(found, volume, "Projected", targets(source), all);
        }
    }

    private static List<Target> targets(JsonMap source) {
        if (source.has("configMap")) {
            return targets(
                    source.map("configMap"),
                    "ConfigMap \"" + source.map("configMap").string("name") + "\"");
        }
        if (source.has("secret")) {
            return targets(
                    source.map("secret"), "Secret \"" + source.map("secret").string("name") + "\"");
        }
        if (source.has("downwardAPI")) {
            return targets(source.map("downwardAPI"), "DownwardAPI");
        }
        if (source.has("serviceAccountToken")) {
            return List.of(target(source.map("serviceAccountToken").string("path"), "ServiceAccountToken"));
        }
        var bundle = source.map("clusterTrustBundle");
        var name = bundle.has("name") ? bundle.string("name") : bundle.string("signerName");
        return bundle.isEmpty()
                ? List.of()
                : List.of(target(bundle.string("path"), "ClusterTrustBundle \"" + name + "\""));
    }

    private static List<Target> targets(JsonMap source, String shown) {
        return source.list("items")
                .maps()
                .map(item -> target(item.string("path"), shown))
                .toList();
    }

    private static Target target(String path, String source) {
        return new Target(path.replaceAll("/+$", ""), source);
    }

    private static void collisions(
            List<String> found, String volume, String what, List<Target> targets, List<Target> all) {
        for (var target : targets) {
            var others =
                    all.stream().filter(target::meets).map(Target::toString).toList();
            for (var other : others) {
                found.add("volume \"" + volume + "\" (" + what + "): overlapping paths: " + target + " with " + other);
            }
            all.add(target);
        }
    }
}
