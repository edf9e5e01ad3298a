package dev.jibe.object.defaults;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;

/**
 * Computed defaults of pods.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting">Image pull policy</a>
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/">Requests and limits</a>
 */
final class PodDefaults {
    private PodDefaults() {}

    /** What holds for a pod and not for a pod template: requests from limits. */
    static JsonMap pod(JsonMap pod) {
        JsonMap spec = pod.map("spec");
        JsonMap result = spec;
        for (String list : new String[] {"containers", "initContainers"}) {
            if (spec.has(list)) {
                result = result.with(list, spec.list(list).map(container -> withRequests((JsonMap) container)));
            }
        }
        if (spec.bool("hostNetwork")) {
            for (String list : new String[] {"containers", "initContainers"}) {
                if (spec.has(list)) {
                    result = result.with(list, result.list(list).map(container -> onHostPorts((JsonMap) container)));
                }
            }
        }
        if (spec.has("resources")) {
            result = result.with("resources", podRequests(spec.map("resources"), result.list("containers")));
        }
        return pod.with("spec", result);
    }

    /** The service account goes by two names, of which the newer one counts. */
    static JsonMap spec(JsonMap spec) {
        String account = spec.string("serviceAccountName");
        account = account.isEmpty() ? spec.string("serviceAccount") : account;
        return account.isEmpty()
                ? spec
                : spec.with("serviceAccountName", account).with("serviceAccount", account);
    }

    private static JsonMap withRequests(JsonMap container) {
        JsonMap limits = container.map("resources").map("limits");
        if (limits.isEmpty()) {
            return container;
        }
        JsonMap requests = container.map("resources").map("requests");
        for (int i = 0; i < limits.size(); i++) {
            if (!requests.has(limits.keyAt(i))) {
                requests = requests.with(limits.keyAt(i), limits.valueAt(i));
            }
        }
        return container.withAt(requests, "resources", "requests");
    }

    /** Of a resource that the pod limits, the pod requests what its containers do, or else the limit. */
    private static JsonMap podRequests(JsonMap resources, JsonList containers) {
        JsonMap limits = resources.map("limits");
        JsonMap requests = resources.map("requests");
        for (int i = 0; i < limits.size(); i++) {
            String name = limits.keyAt(i);
            if (!requests.has(name)) {
                Quantity sum = containers
                        .maps()
                        .map(container ->
                                container.map("resources").map("requests").string(name))
                        .filter(amount -> !amount.isEmpty())
                        .map(Quantity::parse)
                        .reduce(Quantity.ZERO, Quantity::add);
                requests = requests.with(name, sum.isZero() ? limits.valueAt(i) : sum.toString());
            }
        }
        return requests.isEmpty() ? resources : resources.with("requests", requests);
    }

    private static JsonMap onHostPorts(JsonMap container) {
        if (!container.has("ports")) {
            return container;
        }
        return container.with("ports", container.list("ports").map(port -> {
            JsonMap map = (JsonMap) port;
            return map.number("hostPort") == 0 ? map.with("hostPort", map.number("containerPort")) : map;
        }));
    }

    static JsonMap container(JsonMap container) {
        if (!container.string("imagePullPolicy").isEmpty()) {
            return container;
        }
        return container.with("imagePullPolicy", isLatest(container.string("image")) ? "Always" : "IfNotPresent");
    }

    /** Whether a reference names the tag latest, or neither tag nor digest. */
    private static boolean isLatest(String image) {
        if (image.contains("@")) {
            return false;
        }
        int colon = image.lastIndexOf(':');
        return colon <= image.lastIndexOf('/') || image.substring(colon + 1).equals("latest");
    }

    /** A volume that says nothing of where it comes from is an empty directory. */
    static JsonMap volume(JsonMap volume) {
        return volume.size() == (volume.has("name") ? 1 : 0) ? volume.with("emptyDir", JsonMap.EMPTY) : volume;
    }
}
