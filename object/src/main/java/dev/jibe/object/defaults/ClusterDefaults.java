package dev.jibe.object.defaults;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** Computed defaults of what belongs to the whole cluster: namespaces, nodes, definitions, devices. */
final class ClusterDefaults {
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private ClusterDefaults() {}

    /** Data may be written as plain text too, which is never read back. */
    static JsonMap secret(JsonMap secret) {
        if (!secret.has("stringData")) {
            return secret;
        }
        JsonMap data = secret.map("data");
        for (Map.Entry<String, String> entry :
                secret.map("stringData").strings().entrySet()) {
            byte[] bytes = entry.getValue().getBytes(StandardCharsets.UTF_8);
            data = data.with(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
        }
        JsonMap plain = secret.without("stringData");
        return data.isEmpty() ? plain : plain.with("data", data);
    }

    /**
     * A namespace carries its name as a label.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#automatic-labelling">
     *     Automatic labelling</a>
     */
    static JsonMap namespace(JsonMap namespace) {
        String name = namespace.map("metadata").string("name");
        boolean labelled =
                namespace.map("metadata").map("labels").string(NAME_LABEL).equals(name);
        return name.isEmpty() || labelled ? namespace : namespace.withAt(name, "metadata", "labels", NAME_LABEL);
    }

    /** A node says its first range a second time; where the two differ, the older field counts. */
    static JsonMap ranges(JsonMap node) {
        JsonMap spec = node.map("spec");
        String first = spec.string("podCIDR");
        JsonList ranges = spec.list("podCIDRs");
        if (!first.isEmpty() && (ranges.isEmpty() || !ranges.get(0).equals(first))) {
            return node.with("spec", spec.with("podCIDRs", JsonList.of(first)));
        }
        return first.isEmpty() && !ranges.isEmpty() && !ranges.get(0).equals("")
                ? node.with("spec", spec.with("podCIDR", ranges.get(0)))
                : node;
    }

    /** What a node has is what may be allocated, unless it says otherwise. */
    static JsonMap node(JsonMap status) {
        return status.has("allocatable") || status.map("capacity").isEmpty()
                ? status
                : status.with("allocatable", status.map("capacity"));
    }

    static JsonMap names(JsonMap names) {
        String kind = names.string("kind");
        JsonMap result = names;
        if (names.string("singular").isEmpty() && !kind.isEmpty()) {
            result = result.with("singular", kind.toLowerCase(Locale.ROOT));
        }
        if (names.string("listKind").isEmpty() && !kind.isEmpty()) {
            result = result.with("listKind", kind + "List");
        }
        return result;
    }

    /** Who says anything of conversion says how it is done. */
    static JsonMap conversion(JsonMap spec) {
        return spec.has("conversion") ? spec : spec.with("conversion", JsonMap.of("strategy", "None"));
    }

    static JsonMap deviceCount(JsonMap request) {
        return request.string("allocationMode").equals("ExactCount") && request.number("count") == 0
                ? request.with("count", 1L)
                : request;
    }
}
