package dev.jibe.server.registry.validation;

import dev.jibe.server.bootstrap.FlowPolicy;
import dev.jibe.server.registry.Semantic;
import java.util.List;

/**
 * Who waits for whom.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/cluster-administration/flow-control/">API Priority and
 * Fairness</a>.
 */
final class FlowRules {

    private static final List<String> METHODS = List.of("ByNamespace", "ByUser");

    private static final int MAX_PRECEDENCE = 10_000;
    private static final int MAX_QUEUES = 10_000_000;
    private static final int MAX_ENTROPY_BITS = 60;
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch");
    private static final List<String> SUBJECTS = List.of("Group", "ServiceAccount", "User");

    private FlowRules() {}

    static void schema(Place schema) {
        var spec = schema.in("spec");
        long precedence = spec.number("matchingPrecedence");
        if (precedence <= 0) {
            spec.invalid("matchingPrecedence", precedence, "must be a positive value");
        }
        if (precedence > MAX_PRECEDENCE) {
            spec.invalid("matchingPrecedence", precedence, "must not be greater than " + MAX_PRECEDENCE);
        }
        var name = schema.map("metadata").string("name");
        if (precedence == 1 && !name.equals("exempt")) {
            spec.invalid(
                    "matchingPrecedence", precedence, "only the schema named 'exempt' may have matchingPrecedence 1");
        }
        if (spec.has("distinguisherMethod")) {
            var method = spec.in("distinguisherMethod");
            if (!METHODS.contains(method.text("type"))) {
                method.unsupported("type", GoStructs.text("Distinguisher", method.map()), METHODS);
            }
        }
        var level = spec.in("priorityLevelConfiguration");
        if (level.text("name").isEmpty()) {
            level.required("name", "must reference a priority level");
        } else {
            level.named("name", Naming.SUBDOMAIN);
        }
        spec.each("rules", FlowRules::rule);
        if (name.equals("exempt") || name.equals("catch-all")) {
            fixed(spec, name);
        }
        if (schema.has("status")) {
            conditions(schema.in("status"));
        }
    }

    private static void fixed(Place spec, String name) {
        for (var each : FlowPolicy.objects()) {
            boolean meant = each.string("kind").equals("FlowSchema")
                    && each.map("metadata").string("name").equals(name);
            if (meant && !Semantic.equal(each.map("spec"), spec.map())) {
                spec.invalid(
                        "",
                        GoStructs.text("FlowSchemaSpec", spec.map()),
                        "spec of '" + name + "' must equal the fixed value");
            }
        }
    }

    static void status(Place object) {
        conditions(object.in("status"));
    }

    private static void conditions(Place status) {
        java.util.Set<String> seen = new java.util.HashSet<>(0);
        status.each("conditions", condition -> {
            if (!seen.add(condition.text("type"))) {
                condition.duplicate("type", condition.text("type"));
            }
            condition.need("type");
        });
    }

    private static void rule(Place rule) {
        if (rule.list("subjects").isEmpty()) {
            rule.required("subjects", "subjects must contain at least one value");
        }
        rule.each("subjects", FlowRules::subject);
        if (rule.list("resourceRules").isEmpty()
                && rule.list("nonResourceRules").isEmpty()) {
            rule.required("", "at least one of resourceRules and nonResourceRules has to be non-empty");
        }
        rule.each("resourceRules", resources -> {
            verbs(resources);
            wild(resources, "apiGroups", "resource rules must supply at least one api group", "api groups");
            wild(resources, "resources", "resource rules must supply at least one resource", "resources");
            if (resources.list("namespaces").isEmpty() && !resources.flag("clusterScope")) {
                resources.required(
                        "namespaces", "resource rules that are not cluster scoped must supply at least one namespace");
            } else if (!isMixed(resources, "namespaces", "namespaces")) {
                resources.eachText("namespaces", (at, name) -> {
                    if (!name.equals("*")) {
                        Naming.LABEL
                                .wrong(name, false)
                                .forEach(wrong -> resources.invalid(
                                        at,
                                        name,
                                        "each member of this list must be '*' or a DNS-1123 label; " + wrong));
                    }
                });
            }
        });
        rule.each("nonResourceRules", urls -> {
            verbs(urls);
            if (urls.list("nonResourceURLs").isEmpty()) {
                urls.required("nonResourceURLs", "nonResourceURLs must contain at least one value");
            } else if (!isMixed(urls, "nonResourceURLs", "non-resource URLs")) {
                urls.eachText("nonResourceURLs", (at, url) -> url(urls, at, url));
            }
        });
    }

    private static void verbs(Place rule) {
        var verbs = rule.list("verbs");
        if (verbs.isEmpty()) {
            rule.required("verbs", "verbs must contain at least one value");
        } else if (!isMixed(rule, "verbs", "verbs")
                && !verbs.strings().allMatch(verb -> verb.equals("*") || VERBS.contains(verb))) {
            rule.unsupported("verbs", verbs, VERBS);
        }
    }

    private static void wild(Place rule, String key, String empty, String what) {
        if (rule.list(key).isEmpty()) {
            rule.required(key, empty);
        } else {
            isMixed(rule, key, what);
        }
    }

    /** Whether the wildcard stands beside others; notes it. */
    private static boolean isMixed(Place rule, String key, String what) {
        var values = rule.list(key);
        boolean mixed = values.size() > 1 && values.strings().anyMatch("*"::equals);
        if (mixed) {
            rule.invalid(key, values, "if '*' is present, must not specify other " + what);
        }
        return mixed;
    }

    private static void url(Place rule, String at, String url) {
        if (url.isEmpty()) {
            rule.invalid(at, url, "must not be empty");
            return;
        }
        if (url.equals("/") || url.equals("*")) {
            return;
        }
        if (url.charAt(0) != '/') {
            rule.invalid(at, url, "must start with slash");
        }
        if (url.charAt(0) == '/' && url.contains(" ")) {
            rule.invalid(at, url, "must not contain white-space");
        }
        if (url.contains("//")) {
            rule.invalid(at, url, "must not contain double slash");
        }
        int star = url.indexOf('*');
        if (star >= 0 && (star != url.length() - 1 || !url.endsWith("/*"))) {
            rule.invalid(at, url, "wildcard can only do suffix matching");
        }
    }

    private static void subject(Place subject) {
        var kind = subject.text("kind");
        if (!SUBJECTS.contains(kind)) {
            subject.unsupported("kind", kind, SUBJECTS);
            return;
        }
        var own = Character.toLowerCase(kind.charAt(0)) + kind.substring(1);
        if (!subject.has(own)) {
            subject.required(own, own + " is required when subject kind is '" + kind + "'");
        } else {
            var inner = subject.in(own);
            if (!inner.need("name") || !kind.equals("ServiceAccount")) {
                // The names of users and groups are free.
            } else if (!inner.text("name").equals("*")) {
                inner.named("name", Naming.SUBDOMAIN);
            }
            if (kind.equals("ServiceAccount")) {
                if (inner.text("namespace").isEmpty()) {
                    inner.required("namespace", "must specify namespace for service account");
                } else {
                    inner.named("namespace", Naming.LABEL);
                }
            }
        }
        for (var other : List.of("ServiceAccount", "User", "Group")) {
            var key = Character.toLowerCase(other.charAt(0)) + other.substring(1);
            if (!other.equals(kind) && subject.has(key)) {
                subject.forbidden(key, key + " is forbidden when subject kind is not '" + other + "'");
            }
        }
    }

    static void level(Place object) {
        var name = object.map("metadata").string("name");
        var spec = object.in("spec");
        var type = spec.text("type");
        if (name.equals("exempt") != type.equals("Exempt")) {
            spec.invalid("type", type, "must be 'Exempt' if and only if `name` is 'exempt'");
        }
        switch (type) {
            case "Exempt" -> {
                if (spec.has("limited")) {
                    spec.forbidden("limited", "must be nil if the type is not Limited");
                }
                if (spec.has("exempt")) {
                    exempt(spec.in("exempt"));
                }
            }
            case "Limited" -> {
                if (spec.has("exempt")) {
                    spec.forbidden("exempt", "must be nil if the type is Limited");
                }
                if (!spec.has("limited")) {
                    spec.required("limited", "must not be empty when type is Limited");
                } else {
                    limited(spec.in("limited"));
                }
            }
            default -> spec.oneOfNeeded("type", List.of("Exempt", "Limited"));
        }
        mandatory(spec, name);
        if (object.has("status")) {
            conditions(object.in("status"));
        }
    }

    private static void mandatory(Place spec, String name) {
        if (name.equals("exempt") && (!spec.text("type").equals("Exempt") || spec.has("limited"))) {
            spec.invalid(
                    "",
                    GoStructs.text("PriorityLevel", spec.map()),
                    "spec of 'exempt' except the 'spec.exempt' field must equal the fixed value");
        }
        var limited = spec.map("limited");
        boolean fixed = spec.text("type").equals("Limited")
                && limited.number("nominalConcurrencyShares") == 5
                && limited.number("lendablePercent") == 0
                && !limited.has("borrowingLimitPercent")
                && limited.map("limitResponse").string("type").equals("Reject");
        if (name.equals("catch-all") && !fixed) {
            spec.invalid(
                    "", GoStructs.text("PriorityLevel", spec.map()), "spec of 'catch-all' must equal the fixed value");
        }
    }

    private static void exempt(Place exempt) {
        shares(exempt);
        exempt.between("lendablePercent", 0, 100);
    }

    private static void shares(Place level) {
        long shares = level.number("nominalConcurrencyShares");
        if (shares < 0) {
            level.invalid("nominalConcurrencyShares", shares, "must be a non-negative integer");
        }
    }

    private static void limited(Place limited) {
        shares(limited);
        var response = limited.in("limitResponse");
        switch (response.text("type")) {
            case "Reject" -> {
                if (response.has("queuing")) {
                    response.forbidden("queuing", "must be nil if limited.limitResponse.type is not Limited");
                }
            }
            case "Queue" -> {
                if (!response.has("queuing")) {
                    response.required("queuing", "must not be empty if limited.limitResponse.type is Limited");
                } else {
                    queuing(response.in("queuing"));
                }
            }
            default -> response.oneOfNeeded("type", List.of("Queue", "Reject"));
        }
        limited.between("lendablePercent", 0, 100);
        if (limited.number("borrowingLimitPercent") < 0) {
            limited.invalid(
                    "borrowingLimitPercent",
                    limited.number("borrowingLimitPercent"),
                    "if specified, must be a non-negative integer");
        }
    }

    private static void queuing(Place queuing) {
        long queues = queuing.number("queues");
        long hand = queuing.number("handSize");
        if (queuing.number("queueLengthLimit") <= 0) {
            queuing.invalid("queueLengthLimit", queuing.number("queueLengthLimit"), "must be positive");
        }
        if (queues <= 0) {
            queuing.invalid("queues", queues, "must be positive");
        } else if (queues > MAX_QUEUES) {
            queuing.invalid("queues", queues, "must not be greater than " + MAX_QUEUES);
        }
        if (hand <= 0) {
            queuing.invalid("handSize", hand, "must be positive");
        } else if (hand > queues) {
            queuing.invalid("handSize", hand, "should not be greater than queues (" + queues + ")");
        } else if (entropyBits(queues, hand) > MAX_ENTROPY_BITS) {
            queuing.invalid(
                    "handSize",
                    hand,
                    "required entropy bits of deckSize " + queues + " and handSize " + hand
                            + " should not be greater than " + MAX_ENTROPY_BITS);
        }
    }

    /** How many bits it takes to deal a hand out of the deck. */
    private static double entropyBits(long deck, long hand) {
        double bits = 0;
        for (long i = 0; i < hand; i++) {
            bits += Math.log((double) (deck - i)) / Math.log(2);
        }
        return Math.ceil(bits);
    }
}
