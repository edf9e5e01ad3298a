package dev.jibe.server.admission.quota;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.quota.Amounts;
import dev.jibe.object.quota.Evaluator;
import dev.jibe.object.quota.Scopes;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.request.ApiException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What a write uses up, and what that makes of a quota. */
final class Charge {

    private final Attributes attributes;
    private final Evaluator evaluator;
    private final SortedMap<String, Quantity> usage;
    private final SortedMap<String, Quantity> whole;

    Charge(Attributes attributes, Evaluator evaluator, Instant now) {
        this.attributes = attributes;
        this.evaluator = evaluator;
        var used = evaluator.usage(attributes.object(), now);
        // What was there before has been paid for.
        boolean known = attributes.isUpdate()
                && !attributes.old().map("metadata").string("resourceVersion").isEmpty();
        this.whole = used;
        this.usage = known ? Amounts.difference(used, evaluator.usage(attributes.old(), now)) : used;
    }

    /** Those quotas that count such an object, after the checks that do not depend on how much is used. */
    List<JsonMap> pertinent(List<JsonMap> quotas) {
        var pertinent = new ArrayList<JsonMap>();
        for (var quota : quotas) {
            var hard = hard(quota);
            if (!evaluator.matches(quota, hard.keySet(), attributes.object())) {
                continue;
            }
            var name = quota.map("metadata").string("name");
            var counted = hard.keySet().stream().filter(evaluator::counts).toList();
            var missing = evaluator.missing(counted, attributes.object());
            if (!missing.isEmpty()) {
                throw attributes.forbidden("failed quota: " + name + ": " + missing);
            }
            if (!quota.map("status").map("used").strings().keySet().containsAll(counted)) {
                throw attributes.forbidden(
                        "status unknown for quota: " + name + ", resources: " + String.join(",", counted));
            }
            pertinent.add(quota);
        }
        return pertinent;
    }

    private static SortedMap<String, Quantity> hard(JsonMap quota) {
        return Amounts.of(quota.map("status").map("hard"));
    }

    /** Whether it uses anything. */
    boolean isNothing() {
        return usage.values().stream().allMatch(Quantity::isZero);
    }

    void refuseNegative() {
        var negative = usage.entrySet().stream()
                .filter(e -> e.getValue().signum() < 0)
                .map(Map.Entry::getKey)
                .toList();
        if (!negative.isEmpty()) {
            throw attributes.forbidden("quota usage is negative for resource(s): " + String.join(",", negative));
        }
    }

    /**
     * Refuses what may only be used where a quota covers it, and none does.
     *
     * @param limited what is limited so, in upstream's form
     * @param quotas of the namespace
     * @param pertinent those of them that count the object
     */
    void refuseUncovered(List<JsonMap> limited, List<JsonMap> quotas, List<JsonMap> pertinent) {
        if (limited.isEmpty()) {
            return;
        }
        var covered = pertinent.stream()
                .flatMap(quota -> hard(quota).keySet().stream())
                .toList();
        var resource = attributes.resource().current().info();
        var uncovered = limited.stream()
                .filter(it -> it.string("apiGroup").equals(resource.group())
                        && it.string("resource").equals(resource.plural()))
                .flatMap(it -> it.list("matchContains").strings())
                .flatMap(part -> whole.entrySet().stream()
                        .filter(used ->
                                used.getValue().signum() > 0 && used.getKey().contains(part))
                        .map(Map.Entry::getKey))
                .filter(name -> !covered.contains(name) || !evaluator.counts(name))
                .distinct()
                .sorted()
                .toList();
        if (!uncovered.isEmpty()) {
            throw attributes.forbidden("insufficient quota to consume: " + String.join(",", uncovered));
        }
        var named = quotas.stream()
                .flatMap(quota -> Scopes.of(quota).stream())
                .filter(scope -> evaluator.isIn(scope, attributes.object()))
                .map(scope -> scope.string("scopeName"))
                .toList();
        var scopes = limited.stream()
                .flatMap(it -> it.list("matchScopes").maps())
                .filter(scope -> evaluator.isIn(scope, attributes.object()))
                .filter(scope -> !named.contains(scope.string("scopeName")))
                .map(Charge::shown)
                .toList();
        if (!scopes.isEmpty()) {
            throw ApiException.of(
                    500, "", "insufficient quota to match these scopes: [" + String.join(" ", scopes) + "]");
        }
    }

    private static String shown(JsonMap scope) {
        return "{" + scope.string("scopeName") + " " + scope.string("operator") + " ["
                + String.join(" ", scope.list("values").strings().toList()) + "]}";
    }

    /** The quota with what is used up then; empty if that is the same as before. */
    Optional<JsonMap> charged(JsonMap quota) {
        var hard = hard(quota);
        var requested = Amounts.only(usage, hard.keySet());
        requested.values().removeIf(Quantity::isZero);
        if (requested.isEmpty()) {
            return Optional.empty();
        }
        var used = Amounts.of(quota.map("status").map("used"));
        var after = Amounts.sum(used, requested);
        var exceeded = requested.keySet().stream()
                .filter(name -> over(after, hard, name))
                .toList();
        if (!exceeded.isEmpty()) {
            throw attributes.forbidden(
                    "exceeded quota: " + quota.map("metadata").string("name")
                            + ", requested: " + Amounts.shown(Amounts.only(requested, exceeded))
                            + ", used: " + Amounts.shown(Amounts.only(used, exceeded))
                            + ", limited: " + Amounts.shown(Amounts.only(hard, exceeded)));
        }
        return Optional.of(quota.with("status", quota.map("status").with("used", Amounts.tree(after))));
    }

    private static boolean over(Map<String, Quantity> after, Map<String, Quantity> hard, String name) {
        var limit = hard.get(name);
        return limit != null && after.getOrDefault(name, Quantity.ZERO).compareTo(limit) > 0;
    }
}
