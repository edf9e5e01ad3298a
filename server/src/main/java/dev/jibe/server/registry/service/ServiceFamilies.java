package dev.jibe.server.registry.service;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.List;

/**
 * Which families of addresses a service has on a cluster that has one.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/services-networking/dual-stack/">IPv4/IPv6 dual-stack</a>.
 */
final class ServiceFamilies {

    private static final String IPV4 = "IPv4";
    private static final String IPV6 = "IPv6";

    private ServiceFamilies() {}

    static boolean isHeadless(JsonMap spec) {
        return spec.string("clusterIP").equals("None");
    }

    /** What cannot be had here. */
    static List<FieldError> wrong(JsonMap spec) {
        var errors = new ArrayList<FieldError>();
        if (isHeadless(spec) && spec.map("selector").isEmpty()) {
            return errors;
        }
        var families = spec.list("ipFamilies");
        single(spec, "clusterIPs", "cluster IPs", errors);
        single(spec, "ipFamilies", "IP families", errors);
        if (!errors.isEmpty()) {
            return errors;
        }
        for (int i = 0; i < families.size(); i++) {
            if (!families.get(i).equals(IPV4)) {
                errors.add(FieldError.invalid(
                        "spec.ipFamilies[" + i + "]", families.get(i), "not configured on this cluster"));
            }
        }
        var ips = spec.list("clusterIPs");
        for (int i = 0; i < ips.size() && errors.isEmpty(); i++) {
            if (((String) ips.get(i)).contains(":")) {
                errors.add(FieldError.invalid(
                        "spec.clusterIPs[" + i + "]", ips, "IPv6 is not configured on this cluster"));
            }
        }
        if (spec.string("ipFamilyPolicy").equals("RequireDualStack")) {
            errors.add(FieldError.invalid(
                    "spec.ipFamilyPolicy",
                    "RequireDualStack",
                    "this cluster is not configured for dual-stack services"));
        }
        return errors;
    }

    /** More than one of a kind is no single stack, which is what a service gets that does not say otherwise. */
    private static void single(JsonMap spec, String key, String what, List<FieldError> errors) {
        var policy = spec.string("ipFamilyPolicy");
        if (spec.list(key).size() > 1 && (policy.isEmpty() || policy.equals("SingleStack"))) {
            errors.add(FieldError.invalid(
                    "spec.ipFamilyPolicy",
                    "SingleStack",
                    "must be 'RequireDualStack' or 'PreferDualStack' when multiple " + what + " are specified"));
        }
    }

    /** The spec with families and policy filled in. */
    static JsonMap filled(JsonMap spec) {
        var families = spec.list("ipFamilies").isEmpty() ? JsonList.of(IPV4) : spec.list("ipFamilies");
        var policy = spec.string("ipFamilyPolicy");
        if (isHeadless(spec) && spec.map("selector").isEmpty()) {
            // Endpoints that somebody else writes may be of any family.
            policy = policy.isEmpty() ? "RequireDualStack" : policy;
            if (families.size() < 2 && !policy.equals("SingleStack")) {
                families = families.with(families.get(0).equals(IPV4) ? IPV6 : IPV4);
            }
        }
        return spec.with("ipFamilies", families).with("ipFamilyPolicy", policy.isEmpty() ? "SingleStack" : policy);
    }
}
