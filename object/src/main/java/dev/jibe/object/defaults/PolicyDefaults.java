package dev.jibe.object.defaults;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;

/** Computed defaults of rules about other objects: network policies, role bindings, limit ranges. */
final class PolicyDefaults {
    private PolicyDefaults() {}

    /**
     * A policy always concerns ingress, and egress if it has egress rules.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/services-networking/network-policies/">Network policies</a>
     */
    static JsonMap networkPolicy(JsonMap spec) {
        if (!spec.list("policyTypes").isEmpty()) {
            return spec;
        }
        JsonList ingress = JsonList.of("Ingress");
        return spec.with("policyTypes", spec.list("egress").isEmpty() ? ingress : ingress.with("Egress"));
    }

    static JsonMap subject(JsonMap subject) {
        boolean named =
                subject.string("kind").equals("User") || subject.string("kind").equals("Group");
        return named && subject.string("apiGroup").isEmpty()
                ? subject.with("apiGroup", "rbac.authorization.k8s.io")
                : subject;
    }

    /**
     * For containers, a default limit is the maximum, and a default request the default limit or else the minimum.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/policy/limit-range/">Limit ranges</a>
     */
    static JsonMap limits(JsonMap item) {
        if (!item.string("type").equals("Container")) {
            return item;
        }
        JsonMap limits = filled(item.map("default"), item.map("max"));
        JsonMap requests = filled(filled(item.map("defaultRequest"), limits), item.map("min"));
        JsonMap result = limits.isEmpty() ? item : item.with("default", limits);
        return requests.isEmpty() ? result : result.with("defaultRequest", requests);
    }

    private static JsonMap filled(JsonMap map, JsonMap from) {
        JsonMap result = map;
        for (int i = 0; i < from.size(); i++) {
            result = result.has(from.keyAt(i)) ? result : result.with(from.keyAt(i), from.valueAt(i));
        }
        return result;
    }
}
