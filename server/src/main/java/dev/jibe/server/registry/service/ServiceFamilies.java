package dev.jibe.server.registry.service;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Fields;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which families of addresses a service has on a cluster that has one.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/services-networking/dual-stack/">IPv4/IPv6 dual-stack</a>.
 */
final class ServiceFamilies {

    private static final String POLICY = "ipFamilyPolicy";
    private static final String FAMILIES = "ipFamilies";
    private static final String SINGLE = "SingleStack";
    private static final String IPV4 = "IPv4";
    private static final String IPV6 = "IPv6";

    private ServiceFamilies() {}

    static boolean isHeadless(JsonMap spec) {
        return spec.string("clusterIP").equals("None");
    }

    /** The spec with the policy that the service had, if it does not say which; a single one leaves the first family. */
    static JsonMap begun(JsonMap spec, JsonMap before) {
        if (spec.string("type").equals("ExternalName")) {
            return spec;
        }
        var result = spec.has(POLICY) ? spec : Fields.copy(before, spec, POLICY);
        var families = spec.list(FAMILIES);
        boolean kept = families.size() > 1 && families.equals(before.list(FAMILIES));
        return kept && result.string(POLICY).equals(SINGLE)
                ? result.with(FAMILIES, JsonList.of(families.get(0)))
                : result;
    }

    /** Whether a service that takes what there is has what it had. */
    static boolean isSettled(JsonMap spec, JsonMap before) {
        return List.of("type", POLICY, "clusterIP", "clusterIPs", "ipFamilies").stream()
                        .allMatch(key -> Objects.equals(spec.get(key), before.get(key)))
                && spec.string(POLICY).equals("PreferDualStack");
    }

    /** What cannot be had here. */
    static List<FieldError> wrong(JsonMap spec, JsonMap before) {
        var errors = new ArrayList<FieldError>();
        reduced(spec, before, "clusterIPs", "cluster IP", errors);
        reduced(spec, before, FAMILIES, "IP family", errors);
        if (isHeadless(spec) && spec.map("selector").isEmpty()) {
            return errors;
        }
        var families = spec.list(FAMILIES);
        single(spec, "clusterIPs", "cluster IPs", errors);
        single(spec, "ipFamilies", "IP families", errors);
        if (!errors.isEmpty()) {
            return errors;
        }
        var ips = spec.list("clusterIPs");
        for (int i = families.size(); i < ips.size(); i++) {
            if (((String) ips.get(i)).contains(":")) {
                errors.add(FieldError.invalid(
                        "spec.clusterIPs[" + i + "]", ips, "IPv6 is not configured on this cluster"));
            }
        }
        if (!errors.isEmpty()) {
            return errors;
        }
        if (spec.string(POLICY).equals("RequireDualStack")) {
            errors.add(FieldError.invalid(
                    "spec.ipFamilyPolicy",
                    "RequireDualStack",
                    "this cluster is not configured for dual-stack services"));
        }
        for (int i = 0; i < families.size(); i++) {
            if (!families.get(i).equals(IPV4)) {
                errors.add(FieldError.invalid(
                        "spec.ipFamilies[" + i + "]", families.get(i), "not configured on this cluster"));
            }
        }
        return errors;
    }

    /** Whoever wants one less has to say that it is to be one. */
    private static void reduced(JsonMap spec, JsonMap before, String key, String what, List<FieldError> errors) {
        int left = spec.list(key).size();
        if (left > 0 && left < before.list(key).size() && !spec.string(POLICY).equals(SINGLE)) {
            errors.add(FieldError.invalid(
                    "spec.ipFamilyPolicy",
                    spec.string(POLICY),
                    "must be 'SingleStack' to release the secondary " + what));
        }
    }

    /** More than one of a kind is no single stack, which is what a service gets that does not say otherwise. */
    private static void single(JsonMap spec, String key, String what, List<FieldError> errors) {
        var policy = spec.string(POLICY);
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
        var policy = spec.string(POLICY);
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
