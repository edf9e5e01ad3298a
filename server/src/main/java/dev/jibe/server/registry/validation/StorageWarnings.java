package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What clients are told about volumes, claims and drivers. */
final class StorageWarnings {

    private static final String CLASS = "volume.beta.kubernetes.io/storage-class";
    private static final Map<String, String> SOURCES = Map.ofEntries(
            Map.entry("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
            Map.entry("scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
            Map.entry("storageos", "deprecated in v1.22, non-functional in v1.25+"),
            Map.entry("glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
            Map.entry("cephfs", "deprecated in v1.28, non-functional in v1.31+"),
            Map.entry("rbd", "deprecated in v1.28, non-functional in v1.31+"));

    private StorageWarnings() {}

    static List<String> volume(JsonMap volume) {
        var found = new ArrayList<String>();
        var spec = volume.map("spec");
        var annotations = volume.map("metadata").map("annotations");
        if (annotations.has(CLASS)) {
            found.add("metadata.annotations[" + CLASS + "]: deprecated since v1.8; use \"storageClassName\" attribute"
                    + " instead");
        }
        if (spec.string("persistentVolumeReclaimPolicy").equals("Recycle")) {
            found.add("spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the"
                    + " recommended approach is to use dynamic provisioning.");
        }
        var terms = spec.map("nodeAffinity").map("required").list("nodeSelectorTerms");
        PodWarnings.nodeTerms(found, "spec.nodeAffinity.required.nodeSelectorTerms", terms);
        for (var source : List.of("photonPersistentDisk", "scaleIO", "storageos", "glusterfs", "cephfs", "rbd")) {
            if (spec.has(source)) {
                var shown = source.equals("storageos") ? "storageOS" : source;
                found.add("spec." + shown + ": " + SOURCES.get(source));
            }
        }
        fraction(found, "spec.capacity[storage]", spec.map("capacity").string("storage"));
        return found;
    }

    private static void fraction(List<String> found, String at, String amount) {
        if (PodWarnings.isFraction(amount)) {
            found.add(at + ": fractional byte value \"" + amount + "\" is invalid, must be an integer");
        }
    }

    static List<String> claim(JsonMap claim) {
        var found = new ArrayList<String>();
        if (claim.map("metadata").map("annotations").has(CLASS)) {
            found.add("metadata.annotations[" + CLASS + "]: deprecated since v1.8; use \"storageClassName\" attribute"
                    + " instead");
        }
        claimSpec(found, "spec", claim.map("spec"));
        return found;
    }

    static void claimSpec(List<String> found, String at, JsonMap spec) {
        for (var side : List.of("requests", "limits")) {
            var amount = spec.map("resources").map(side).string("storage");
            fraction(found, at + ".resources." + side + "[storage]", amount);
        }
    }

    static List<String> storageClass(JsonMap object) {
        var found = new ArrayList<String>();
        var terms = object.list("allowedTopologies");
        for (int i = 0; i < terms.size(); i++) {
            var expressions = terms.map(i).list("matchLabelExpressions");
            for (int j = 0; j < expressions.size(); j++) {
                var since = PodWarnings.deprecatedLabel(expressions.map(j).string("key"));
                if (!since.isEmpty()) {
                    found.add("allowedTopologies[" + i + "].matchLabelExpressions[" + j + "].key: " + since);
                }
            }
        }
        return found;
    }

    static List<String> capacity(JsonMap object) {
        var found = new ArrayList<String>();
        object.map("nodeTopology").map("matchLabels").strings().keySet().forEach(key -> {
            var since = PodWarnings.deprecatedLabel(key);
            if (!since.isEmpty()) {
                found.add("nodeTopology.matchLabels." + key + ": " + since);
            }
        });
        return found;
    }

    static List<String> driver(JsonMap object, JsonMap old) {
        var spec = object.map("spec");
        boolean tokens = !spec.list("tokenRequests").isEmpty();
        boolean warned = spec.list("tokenRequests").equals(old.map("spec").list("tokenRequests"));
        return tokens && !warned && !spec.has("serviceAccountTokenInSecrets")
                ? List.of("spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to"
                        + " prevent possible logging of tokens in volume attributes")
                : List.of();
    }
}
