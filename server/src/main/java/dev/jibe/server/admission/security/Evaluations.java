package dev.jibe.server.admission.security;

import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.admission.Attributes;

/** What is counted of pods that were held to a standard, by upstream's names and labels. */
public final class Evaluations {

    private final Counter evaluations;

    public Evaluations(Metrics metrics) {
        this.evaluations = metrics.counter(
                "pod_security_evaluations_total",
                "[ALPHA] Number of policy evaluations that occurred, not counting ignored or exempt requests.",
                "decision",
                "mode",
                "policy_level",
                "policy_version",
                "request_operation",
                "resource",
                "subresource");
        for (var decision : new String[] {"allow", "deny"}) {
            evaluations.add(0, decision, "enforce", "privileged", "latest", "create", "pod", "");
        }
    }

    void note(boolean allowed, LevelVersion policy, String mode, Attributes attributes) {
        var text = policy.toString();
        int colon = text.indexOf(':');
        evaluations.increment(
                allowed ? "allow" : "deny",
                mode,
                colon < 0 ? text : text.substring(0, colon),
                colon < 0 ? "latest" : text.substring(colon + 1),
                attributes.isCreate() ? "create" : "update",
                attributes.resource().info().plural().equals("pods") ? "pod" : "controller",
                attributes.subresource());
    }
}
