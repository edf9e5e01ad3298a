package dev.jibe.server.admission.policy;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.admission.Compiled;
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

/** Changes objects as policies say. */
public final class MutatingPolicies implements Admission.Mutating {

    private static final String GROUP = ".admissionregistration.k8s.io";
    private static final String NAME = "MutatingAdmissionPolicy";

    private final Compiled<Policy> policies;
    private final Compiled<Binding> bindings;
    private final Applicable applicable;
    private final PolicyMetrics metrics;

    public MutatingPolicies(
            Store<JsonMap> store,
            Resources resources,
            Matching matching,
            Authorizer authorizer,
            Metrics metrics,
            Clock clock) {
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
        var current = attributes;
        for (var policy : all) {
            for (var use : applicable.of(policy, bound, current)) {
                if (!round.asks(use.id())) {
                    continue;
                }
                var before = current;
                current = followed(use, current);
                round.asked(use.id(), !Semantic.equal(before.object(), current.object()), policy.isReinvocable());
            }
        }
        round.end(current.object());
        return current.object();
    }

    private Attributes followed(Use use, Attributes attributes) {
        long begun = metrics.now();
        var mistake = Mistake.NO_ERROR;
        try {
            if (!use.failure().isEmpty()) {
                throw new PolicyFailure(use.failure());
            }
            return changed(use, attributes);
        } catch (PolicyFailure e) {
            mistake = Mistake.INVALID;
            return unchanged(use, e, attributes);
        } catch (Scene.Exhausted e) {
            mistake = Mistake.OUT_OF_BUDGET;
            return unchanged(use, new PolicyFailure(String.valueOf(e.getMessage())), attributes);
        } finally {
            metrics.note(use, mistake, begun);
        }
    }

    private static Attributes unchanged(Use use, PolicyFailure failure, Attributes attributes) {
        if (use.policy().ignoresFailures()) {
            return attributes;
        }
        throw refusal(use, failure, attributes);
    }

    private Attributes changed(Use use, Attributes attributes) {
        // Each use sees what those before it have made of the object.
        var from = attributes.resource();
        var to = use.shown().resource();
        var shown = use.shown().with(Matching.convert(attributes.object(), from, to));
        var seen = new Use(use.policy(), use.binding(), shown, use.parameter(), "");
        var verdict = use.policy().conditions().check(applicable.scene(seen, attributes, Scene.CONDITIONS));
        if (!verdict.error().isEmpty()) {
            throw new PolicyFailure(verdict.error());
        }
        if (!verdict.matches()) {
            return attributes;
        }
        for (var mutation : use.policy().mutations()) {
            var step = new Use(use.policy(), use.binding(), shown, use.parameter(), "");
            var scene = applicable.scene(step, attributes, Scene.POLICY);
            shown = shown.with(Mutator.apply(mutation, scene, shown));
        }
        return attributes.with(Matching.convert(shown.object(), to, from));
    }

    private static ApiException refusal(Use use, PolicyFailure failure, Attributes attributes) {
        var binding = use.binding();
        var name = use.policy().name();
        var who = binding == null
                ? "policy \"" + name + "\""
                : "policy '" + name + "' with binding '" + binding.name() + "'";
        var message = who + " denied request: " + failure.why();
        var details = attributes.forbidden(message).status().map("details");
        return ApiException.of(
                403, "Invalid", message, details.with("causes", JsonList.of(JsonMap.of("message", message))));
    }
}
