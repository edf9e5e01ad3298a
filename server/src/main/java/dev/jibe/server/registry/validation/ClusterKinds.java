package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Kind.META;
import static dev.jibe.server.registry.validation.Kind.META_UPDATE;
import static dev.jibe.server.registry.validation.Kind.PLAIN_META;
import static dev.jibe.server.registry.validation.Kind.PLAIN_UPDATE;
import static dev.jibe.server.registry.validation.Kind.rule;
import static dev.jibe.server.registry.validation.Kind.steps;
import static dev.jibe.server.registry.validation.Naming.SUBDOMAIN;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSyntax;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Namespaces, nodes, leases, runtime classes, events, and other API servers. */
final class ClusterKinds {

    private static final int MAX_FEATURE = 253;
    private static final Pattern FEATURE = Pattern.compile("[A-Z][a-zA-Z0-9]*(/[a-zA-Z][a-zA-Z0-9]*)*");

    private static final int MAX_GROUP_PRIORITY = 20_000;
    private static final int MAX_VERSION_PRIORITY = 1000;

    static final Map<String, Kind> KINDS = Map.of(
            "namespaces",
            new Kind(
                            Naming.LABEL,
                            steps(META, rule(ClusterKinds::namespace)),
                            steps(META, rule(ClusterKinds::namespace), META_UPDATE))
                    .withStatus(META_UPDATE, rule(StatusRules::namespace)),
            "nodes",
            new Kind(
                            SUBDOMAIN,
                            steps(META, rule(ClusterKinds::node)),
                            steps(META, rule(ClusterKinds::node), META_UPDATE, ClusterKinds::sameNode))
                    .withStatus(META_UPDATE, ClusterKinds::sameNode),
            "leases.coordination.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    steps(PLAIN_META, rule(ClusterKinds::lease)),
                    steps(PLAIN_UPDATE, rule(ClusterKinds::lease))),
            "runtimeclasses.node.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    steps(PLAIN_META, rule(ClusterKinds::runtimeClass)),
                    steps(
                            PLAIN_META,
                            rule(ClusterKinds::runtimeClass),
                            PLAIN_UPDATE,
                            (object, old) -> object.immutable("handler", old))),
            "apiservices.apiregistration.k8s.io",
            new Kind(
                    Naming.ANY,
                    steps(rule(ClusterKinds::apiServiceMeta), rule(ClusterKinds::apiService)),
                    steps(PLAIN_UPDATE, rule(ClusterKinds::apiServiceMeta), rule(ClusterKinds::apiService))),
            "events",
            new Kind(SUBDOMAIN, steps(rule(EventRules::event)), steps(rule(EventRules::event))),
            "events.events.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    steps(rule(EventRules::event), META, rule(EventRules::newForm)),
                    steps(rule(EventRules::event), META_UPDATE, EventRules::same)));

    private ClusterKinds() {}

    private static void namespace(Place object) {
        var spec = object.in("spec");
        var finalizers = spec.list("finalizers");
        for (int i = 0; i < finalizers.size(); i++) {
            var name = (String) finalizers.get(i);
            spec.invalid("finalizers", name, LabelSyntax.wrongKeys(name));
            MetaRules.finalizer(spec, "finalizers", name);
        }
    }

    /** The finalizers that are left of a namespace. */
    static void finalized(Place object) {
        var spec = object.in("spec");
        spec.eachText("finalizers", (at, name) -> {
            spec.invalid(at, name, LabelSyntax.wrongKeys(name));
            MetaRules.finalizer(spec, at, name);
        });
    }

    private static void taints(Place node) {
        AffinityRules.taints(node.at("metadata").as(node.map("spec")));
    }

    private static void node(Place node) {
        taints(node);
        amounts(node.in("status"));
        if (node.map("status").map("nodeInfo").map("swap").has("capacity")) {
            var swap = node.in("status").in("nodeInfo").in("swap");
            if (swap.number("capacity") <= 0) {
                node.invalid("metadata.nodeSwapStatus.capacity", swap.number("capacity"), "must be greater than 0");
            }
        }
        features(node.in("status"));
        var spec = node.in("spec");
        var ranges = spec.list("podCIDRs");
        for (int i = 0; i < ranges.size(); i++) {
            var range = (String) ranges.get(i);
            spec.invalid("podCIDRs[" + i + "]", range, Addresses.wrongLegacyRange(spec, range));
        }
        if (ranges.size() > 1) {
            notRange(spec, ranges);
            long four = ranges.strings().filter(range -> !range.contains(":")).count();
            if (ranges.size() > 2 || four != 1) {
                spec.invalid("podCIDRs", ranges, "may specify no more than one CIDR for each IP family");
            }
        }
    }

    private static void notRange(Place spec, JsonList ranges) {
        for (int i = 0; i < ranges.size(); i++) {
            var range = (String) ranges.get(i);
            if (!Addresses.wrongLegacyRange(spec, range).isEmpty()) {
                spec.internal(
                        "podCIDRs",
                        "invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[" + i
                                + "]: <nil> (invalid CIDR address: " + range + ")");
                return;
            }
        }
    }

    /** What an agent says that it can do: names in their order, each once. */
    private static void features(Place status) {
        var features = status.list("declaredFeatures").strings().toList();
        for (int i = 0; i < features.size(); i++) {
            var feature = features.get(i);
            var at = "declaredFeatures[" + i + "]";
            if (feature.length() > MAX_FEATURE) {
                status.invalid(
                        at,
                        feature,
                        "invalid feature name \"" + feature + "\": must be no more than " + MAX_FEATURE
                                + " characters");
            } else if (!FEATURE.matcher(feature).matches()) {
                status.invalid(
                        at,
                        feature,
                        "invalid feature name \"" + feature
                                + "\": must start with an UpperCamelCase segment, with subsequent segments separated by '/'"
                                + " (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and"
                                + " slashes");
            }
            if (i + 1 < features.size()) {
                var next = features.get(i + 1);
                if (feature.equals(next)) {
                    status.duplicate("declaredFeatures[" + (i + 1) + "]", next);
                } else if (feature.compareTo(next) > 0) {
                    status.invalid("declaredFeatures[" + (i + 1) + "]", next, "list must be sorted alphabetically");
                }
            }
        }
    }

    private static void amounts(Place status) {
        for (var side : List.of("capacity", "allocatable")) {
            var amounts = status.map(side);
            for (int i = 0; i < amounts.size(); i++) {
                var name = amounts.keyAt(i);
                ResourceRules.amount(status, side + "." + name, name, amounts.string(name));
            }
        }
    }

    private static void sameNode(Place node, JsonMap old) {
        var status = node.in("status");
        amounts(status);
        features(status);
        Set<JsonMap> seen = new HashSet<>();
        status.each("addresses", address -> {
            if (!seen.add(address.map())) {
                address.duplicate("", GoStructs.text("NodeAddress", address.map()));
            }
        });
        var spec = node.in("spec");
        var before = old.map("spec");
        ranges(spec, before.list("podCIDRs"));
        if (!before.string("providerID").isEmpty()
                && !before.string("providerID").equals(spec.text("providerID"))) {
            spec.forbidden("providerID", "node updates may not change providerID except from \"\" to valid");
        }
        taints(node);
        if (!before.string("externalID").equals(spec.text("externalID"))) {
            spec.forbidden("externalID", "may not be updated");
        }
    }

    /** Each range that has become another is told. */
    private static void ranges(Place spec, JsonList before) {
        var now = spec.list("podCIDRs");
        boolean same = now.size() == before.size();
        for (int i = 0; i < before.size() && (same || i == 0); i++) {
            if (!same || !now.get(i).equals(before.get(i))) {
                spec.forbidden("podCIDRs", "node updates may not change podCIDR except from \"\" to valid");
            }
        }
    }

    private static void lease(Place object) {
        var spec = object.in("spec");
        if (spec.has("leaseDurationSeconds") && spec.number("leaseDurationSeconds") <= 0) {
            spec.invalid("leaseDurationSeconds", spec.number("leaseDurationSeconds"), "must be greater than 0");
        }
        spec.notNegative("leaseTransitions");
        if (spec.has("strategy")) {
            CandidateRules.strategy(spec);
        }
        if (!spec.text("preferredHolder").isEmpty() && spec.text("strategy").isEmpty()) {
            spec.forbidden("preferredHolder", "may only be specified if `strategy` is defined");
        }
    }

    private static void runtimeClass(Place object) {
        object.namedNeeded("handler", Naming.LABEL);
        if (object.has("overhead")) {
            PodSpecRules.overhead(object, "overhead", object.map("overhead").map("podFixed"));
        }
        if (object.has("scheduling")) {
            var scheduling = object.in("scheduling");
            MetaRules.labels(scheduling, "nodeSelector");
            AffinityRules.tolerations(scheduling, "tolerations");
            Set<JsonMap> seen = new HashSet<>();
            scheduling.each("tolerations", toleration -> {
                if (!seen.add(toleration.map())) {
                    toleration.duplicate("", GoStructs.text("Toleration", toleration.map()));
                }
            });
        }
    }

    /** The name of an APIService says what it serves. */
    private static int bundleBytes(Place spec) {
        return Base64.getMimeDecoder().decode(spec.text("caBundle")).length;
    }

    private static void apiServiceMeta(Place object) {
        var spec = object.map("spec");
        var required = spec.string("version") + "." + spec.string("group");
        Naming naming = (name, prefix) -> {
            var wrong = Naming.PATH_SEGMENT.wrong(name, false);
            return !wrong.isEmpty() || name.equals(required)
                    ? wrong
                    : List.of("must be `spec.version+\".\"+spec.group`: \"" + required + "\"");
        };
        MetaRules.named(object, naming);
    }

    private static void apiService(Place object) {
        var spec = object.in("spec");
        if (spec.text("group").isEmpty() && !spec.text("version").equals("v1")) {
            spec.required("group", "only v1 may have an empty group and it better be legacy kube");
        }
        spec.namedIfSet("group", SUBDOMAIN);
        spec.named("version", Naming.LABEL_1035);
        priority(spec, "groupPriorityMinimum", MAX_GROUP_PRIORITY);
        priority(spec, "versionPriority", MAX_VERSION_PRIORITY);
        boolean insecure = spec.flag("insecureSkipTLSVerify");
        int bundle = spec.text("caBundle").length();
        if (!spec.has("service")) {
            if (bundle > 0) {
                spec.invalid("caBundle", bundleBytes(spec) + " bytes", "local APIServices may not have a caBundle");
            }
            if (insecure) {
                spec.invalid("insecureSkipTLSVerify", true, "local APIServices may not have insecureSkipTLSVerify");
            }
            return;
        }
        var service = spec.in("service");
        service.need("namespace");
        service.need("name");
        for (var wrong : Formats.portNumber(service.has("port") ? service.number("port") : 443)) {
            service.invalid("port", service.number("port"), "port is not valid: " + wrong);
        }
        if (insecure && bundle > 0) {
            spec.invalid("insecureSkipTLSVerify", true, "may not be true if caBundle is present");
        }
    }

    private static void priority(Place spec, String key, int most) {
        long priority = spec.number(key);
        if (priority <= 0 || priority > most) {
            spec.invalid(key, priority, "must be positive and less than " + most);
        }
    }
}
