package dev.jibe.server.bootstrap;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.authz.RuleCoverage;
import java.util.ArrayList;
import java.util.Optional;

/**
 * What a default role or binding that is there already lacks; what it has besides is left.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#auto-reconciliation">Auto-reconciliation</a>.
 */
public final class Reconciliation {

    private static final String AUTOUPDATE = "rbac.authorization.kubernetes.io/autoupdate";

    private Reconciliation() {}

    /** What is to be done about one object. */
    public sealed interface Step {
        record Update(JsonMap object) implements Step {}

        /** What a binding refers to cannot be changed. */
        record Recreate(JsonMap object) implements Step {}
    }

    public static Optional<Step> of(JsonMap existing, JsonMap expected) {
        if (existing.map("metadata").map("annotations").string(AUTOUPDATE).equals("false")) {
            return Optional.empty();
        }
        boolean binding = expected.has("roleRef");
        if (binding && !existing.map("roleRef").equals(expected.map("roleRef"))) {
            return Optional.of(new Step.Recreate(expected));
        }
        var mended = withMetadata(existing, expected);
        mended = binding ? withSubjects(mended, expected) : withRules(mended, expected);
        return mended.equals(existing) ? Optional.empty() : Optional.of(new Step.Update(mended));
    }

    private static JsonMap withMetadata(JsonMap existing, JsonMap expected) {
        var metadata = existing.map("metadata");
        for (var key : new String[] {"labels", "annotations"}) {
            var merged = expected.map("metadata").map(key);
            var own = metadata.map(key);
            for (int i = 0; i < own.size(); i++) {
                merged = merged.with(own.keyAt(i), own.valueAt(i));
            }
            metadata = metadata.with(key, merged);
        }
        return existing.with("metadata", metadata);
    }

    private static JsonMap withSubjects(JsonMap existing, JsonMap expected) {
        var subjects = new ArrayList<JsonMap>(existing.list("subjects").maps().toList());
        expected.list("subjects")
                .maps()
                .filter(each -> !subjects.contains(each))
                .forEach(subjects::add);
        return subjects.isEmpty() ? existing : existing.with("subjects", JsonList.copyOf(subjects));
    }

    private static JsonMap withRules(JsonMap existing, JsonMap expected) {
        if (expected.has("aggregationRule") && existing.has("aggregationRule")) {
            return withSelectors(existing, expected);
        }
        var rules = new ArrayList<JsonMap>(existing.list("rules").maps().toList());
        rules.addAll(RuleCoverage.missing(rules, expected.list("rules").maps().toList()));
        var mended = rules.isEmpty() ? existing : existing.with("rules", JsonList.copyOf(rules));
        return expected.has("aggregationRule")
                ? mended.with("aggregationRule", expected.map("aggregationRule"))
                : mended;
    }

    private static JsonMap withSelectors(JsonMap existing, JsonMap expected) {
        var selectors = new ArrayList<Object>();
        existing.map("aggregationRule").list("clusterRoleSelectors").forEach(selectors::add);
        for (var selector : expected.map("aggregationRule").list("clusterRoleSelectors")) {
            if (!selectors.contains(selector)) {
                selectors.add(selector);
            }
        }
        return existing.withAt(JsonList.copyOf(selectors), "aggregationRule", "clusterRoleSelectors");
    }
}
