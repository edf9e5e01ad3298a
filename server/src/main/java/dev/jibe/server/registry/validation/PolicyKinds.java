package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Kind.META;
import static dev.jibe.server.registry.validation.Kind.META_UPDATE;
import static dev.jibe.server.registry.validation.Kind.rule;
import static dev.jibe.server.registry.validation.Kind.steps;
import static dev.jibe.server.registry.validation.Naming.PATH_SEGMENT;
import static dev.jibe.server.registry.validation.Naming.SUBDOMAIN;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Map;

/** Limits, quotas, budgets, priorities. */
final class PolicyKinds {

    private static final long MAX_PRIORITY = 1_000_000_000;
    private static final Map<String, Long> SYSTEM_PRIORITIES =
            Map.of("system-node-critical", 2_000_001_000L, "system-cluster-critical", 2_000_000_000L);

    static final Map<String, Kind> KINDS = Map.of(
            "limitranges",
            new Kind(SUBDOMAIN, steps(META, rule(LimitRules::limitRange)), steps(META, rule(LimitRules::limitRange))),
            "resourcequotas",
            new Kind(
                            SUBDOMAIN,
                            steps(META, rule(LimitRules::quota)),
                            steps(META_UPDATE, rule(LimitRules::quota), LimitRules::sameScopes))
                    .withStatus(META_UPDATE, rule(LimitRules::quotaStatus)),
            "poddisruptionbudgets.policy",
            new Kind(PATH_SEGMENT, steps(rule(PolicyKinds::budget)), steps(rule(PolicyKinds::budget)))
                    .withStatus(rule(StatusRules::budget)),
            "priorityclasses.scheduling.k8s.io",
            new Kind(
                    SUBDOMAIN, steps(META, rule(PolicyKinds::priority)), steps(META_UPDATE, PolicyKinds::samePriority)),
            "flowschemas.flowcontrol.apiserver.k8s.io",
            new Kind(SUBDOMAIN, steps(META, rule(FlowRules::schema)), steps(META, rule(FlowRules::schema)))
                    .withStatus(rule(FlowRules::status)),
            "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
            new Kind(SUBDOMAIN, steps(META, rule(FlowRules::level)), steps(META, rule(FlowRules::level)))
                    .withStatus(rule(FlowRules::status)));

    private PolicyKinds() {}

    private static void budget(Place object) {
        var spec = object.in("spec");
        if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
            object.invalid(
                    "spec",
                    GoStructs.text("BudgetSpec", spec.map()),
                    "minAvailable and maxUnavailable cannot be both set");
        }
        for (var key : List.of("minAvailable", "maxUnavailable")) {
            Counts.check(spec, key);
            Counts.notOverHundredPercent(spec, key);
        }
        SelectorRules.labels(spec, "selector");
        spec.oneOfIfSet("unhealthyPodEvictionPolicy", List.of("AlwaysAllow", "IfHealthyBudget"));
    }

    private static void priority(Place object) {
        var name = object.map("metadata").string("name");
        long value = object.number("value");
        if (name.startsWith("system-")) {
            var known = SYSTEM_PRIORITIES.get(name);
            var why = known == null
                    ? name + " is not a known system priority class"
                    : known != value
                            ? "value of " + name + " PriorityClass must be " + known
                            : object.flag("globalDefault")
                                    ? "globalDefault of " + name + " PriorityClass must be false"
                                    : "";
            if (!why.isEmpty()) {
                object.forbidden(
                        "metadata.name",
                        "priority class names with 'system-' prefix are reserved for system use only. error: " + why);
            }
        } else if (value > MAX_PRIORITY) {
            object.forbidden("value", "maximum allowed value of a user defined priority is " + MAX_PRIORITY);
        }
        if (object.has("preemptionPolicy")) {
            object.oneOfNeeded("preemptionPolicy", List.of("PreemptLowerPriority", "Never"));
        }
    }

    private static void samePriority(Place object, JsonMap old) {
        if (object.number("value") != old.number("value")) {
            object.forbidden("value", "may not be changed in an update.");
        }
        object.immutable("preemptionPolicy", old);
    }
}
