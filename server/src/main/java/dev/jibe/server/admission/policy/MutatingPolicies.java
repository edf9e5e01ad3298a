package dev.jibe.server.admission.policy;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.admission.Compiled;
import dev.jibe.server.admission.Reinvocation;
import dev.jibe.server.admission.expression.ConditionMetrics;
import dev.jibe.server.admission.expression.Scene;
import dev.jibe.server.admission.matching.Exempt;
import dev.jibe.server.admission.matching.Matching;
import dev.jibe.server.admission.policy.Applicable.Use;
import dev.jibe.server.admission.policy.PolicyMetrics.Mistake;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.Semantic;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes objects as policies say. */
public final class MutatingPolicies implements Admission.Mutating {

    private static final String GROUP = ".admissionregistration.k8s.io";
    private static final String NAME = "MutatingAdmissionPolicy";
    private static final String INVALID = "Invalid";

    private final Compiled<Policy> policies;
    private final Compiled<Binding> bindings;
    private final Applicable applicable;
    private final ConditionMetrics conditions;
    private final PolicyMetrics metrics;

    public MutatingPolicies(
            Store<JsonMap> store,
            Resources resources,
            Matching matching,
            Authorizer authorizer,
            ConditionMetrics conditions,
            Metrics metrics,
            Clock clock) {
        this.conditions = conditions;
        this.metrics = PolicyMetrics.ofMutating(metrics, clock);
        this.policies = new Compiled<>(store, "mutatingadmissionpolicies" + GROUP, Policy::of);
        this.bindings = new Compiled<>(store, "mutatingadmissionpolicybindings" + GROUP, Binding::of);
        this.applicable = new Applicable(store, resources, matching, authorizer);
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        var all = policies.all();
        boolean written = attributes.operation() == Operation.CREATE || attributes.operation() == Operation.UPDATE;
        if (all.isEmpty() || !written || Exempt.isConfiguration(attributes) || Exempt.isReview(attributes)) {
            return attributes.object();
        }
        var bound = bindings.all();
        var round = attributes.reinvocation().of(NAME);
        round.start(attributes.object());
        var refusals = new ArrayList<Refusal>();
        var uses = new ArrayList<Use>();
        for (var policy : all) {
            for (var use : applicable.of(policy, bound, attributes)) {
                if (use.failure().isEmpty()) {
                    uses.add(use);
                } else {
                    refusals.add(new Refusal(use, use.failure(), ""));
                }
            }
        }
        var current = attributes;
        boolean worked = false;
        for (var use : uses) {
            var before = current;
            int refused = refusals.size();
            current = followed(use, current, round, refusals);
            if (current != null) {
                worked |= refusals.size() - refused < use.policy().mutations().size();
                round.asked(
                        use.id(),
                        !Semantic.equal(before.object(), current.object()),
                        use.policy().isReinvocable());
            }
            current = current == null ? before : current;
        }
        if (worked) {
            round.worked();
        }
        round.end(current.object());
        refusals.removeIf(refusal -> refusal.use().policy().ignoresFailures());
        if (!refusals.isEmpty()) {
            throw refused(refusals, attributes);
        }
        return current.object();
    }

    /**
     * Why a request is refused.
     *
     * @param reason of the answer; empty for that of what is not allowed
     */
    private record Refusal(Use use, String why, String reason) {
        String message() {
            var binding = use.binding();
            var name = use.policy().name();
            var who = binding == null
                    ? "policy \"" + name + "\""
                    : "policy '" + name + "' with binding '" + binding.name() + "'";
            return who + " denied request: " + why;
        }
    }

    /** The request as a policy has changed it; null if the policy was not asked. */
    private @Nullable Attributes followed(
            Use use, Attributes attributes, Reinvocation.Round round, List<Refusal> refusals) {
        // Each use sees what those before it have made of the object.
        var from = attributes.resource();
        var to = use.shown().resource();
        var shown = use.shown().with(Matching.convert(attributes.object(), from, to));
        var policy = use.policy();
        var verdict = conditions.check(
                policy.conditions(),
                applicable.conditionScene(use.with(shown), attributes),
                policy.owner(),
                attributes.operation());
        if (!verdict.error().isEmpty()) {
            refusals.add(new Refusal(use, verdict.error(), INVALID));
            return null;
        }
        if (!verdict.matches() || !round.asks(use.id())) {
            return null;
        }
        for (var mutation : policy.mutations()) {
            long begun = metrics.now();
            try {
                shown = shown.with(Mutator.apply(mutation, applicable.scene(use.with(shown), attributes), shown));
                metrics.note(use, Mistake.NO_ERROR, begun);
            } catch (PolicyFailure | Scene.Exhausted e) {
                var why = e instanceof PolicyFailure failure ? failure.why() : String.valueOf(e.getMessage());
                metrics.note(use, Mistake.of(why), begun);
                refusals.add(new Refusal(use, why, INVALID));
            }
        }
        return attributes.with(Matching.convert(shown.object(), to, from));
    }

    /** The first one says why, all of them are causes. */
    private static ApiException refused(List<Refusal> refusals, Attributes attributes) {
        var first = refusals.getFirst();
        var causes = refusals.stream()
                .map(refusal -> JsonMap.of("message", refusal.message()))
                .toList();
        var details = attributes.forbidden(first.message()).status().map("details");
        return ApiException.of(
                403,
                first.reason().isEmpty() ? "Forbidden" : first.reason(),
                first.message(),
                details.with("causes", JsonList.copyOf(causes)));
    }
}
