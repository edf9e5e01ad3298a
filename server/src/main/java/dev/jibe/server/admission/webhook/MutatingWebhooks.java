package dev.jibe.server.admission.webhook;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.object.json.JsonReader;
import dev.jibe.object.patch.JsonPatch;
import dev.jibe.object.patch.PatchException;
import dev.jibe.object.typing.GoKind;
import dev.jibe.runtime.Ids;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.Compiled;
import dev.jibe.server.admission.Conformity;
import dev.jibe.server.admission.expression.ConditionMetrics;
import dev.jibe.server.admission.matching.Exempt;
import dev.jibe.server.admission.matching.Matching;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.registry.Semantic;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.Deadline;
import dev.jibe.server.webhook.WebhookClient;
import dev.jibe.store.Store;
import java.util.List;

/** Asks webhooks, one after the other, what an object should be like. */
public final class MutatingWebhooks implements Admission.Mutating {

    private static final Log LOG = Log.of(MutatingWebhooks.class);
    private static final String NAME = "MutatingAdmissionWebhook";

    private final Compiled<List<Hook>> configurations;
    private final Asking asking;
    private final WebhookMetrics metrics;

    public MutatingWebhooks(
            Store<JsonMap> store,
            Matching matching,
            WebhookClient client,
            Authorizer authorizer,
            ConditionMetrics conditions,
            WebhookMetrics metrics,
            Ids ids) {
        this.metrics = metrics;
        this.configurations =
                new Compiled<>(store, "mutatingwebhookconfigurations.admissionregistration.k8s.io", Hook::of);
        this.asking = new Asking(matching, client, authorizer, ids, conditions, WebhookMetrics.Step.MUTATING);
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        var all = configurations.all();
        if (all.isEmpty() || Exempt.isConfiguration(attributes)) {
            return attributes.object();
        }
        var round = attributes.reinvocation().of(NAME);
        round.start(attributes.object());
        var current = attributes;
        int index = 0;
        for (var hooks : all) {
            for (var hook : hooks) {
                if (round.asks(hook.id())) {
                    current = asked(hook, new Place(attributes.reinvocation().round(), index), current);
                }
                index++;
            }
        }
        round.end(current.object());
        return current.object();
    }

    /** When a webhook is asked: in which round, and as which of all. */
    private record Place(int round, int index) {
        String key(String what) {
            return what + ".webhook.admission.k8s.io/round_" + round + "_index_" + index;
        }
    }

    /** What came of asking; the same attributes if nothing did. */
    private record Outcome(Answer answer, Attributes attributes, boolean changed) {}

    private Attributes asked(Hook hook, Place place, Attributes current) {
        var found = asking.shown(hook, current);
        if (found.isEmpty()) {
            return current;
        }
        boolean changed = false;
        try {
            var outcome = metrics.noted(
                    hook,
                    WebhookMetrics.Step.MUTATING,
                    current.operation(),
                    () -> outcome(hook, place, current, found.get()),
                    it -> it.answer().refusal(hook.name()));
            var refusal = outcome.answer().refusal(hook.name());
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            changed = outcome.changed();
            return outcome.attributes();
        } catch (HookFailure e) {
            if (!hook.ignoresFailures()) {
                throw ApiException.internal(e.why());
            }
            Deadline.current().check();
            LOG.warn("a webhook's failure is ignored", "webhook", hook.name(), "failure", e.why());
            current.feedback().annotate(place.key("failed-open.mutating"), hook.name());
            return current;
        } finally {
            current.feedback()
                    .annotate(place.key("mutation"), Json.text(named(hook).with("mutated", changed)));
            current.reinvocation().of(NAME).asked(hook.id(), changed, hook.isReinvocable());
        }
    }

    private static JsonMap named(Hook hook) {
        return JsonMap.of("configuration", hook.configuration(), "webhook", hook.name());
    }

    private Outcome outcome(Hook hook, Place place, Attributes current, Attributes shown) {
        var answer = asking.ask(hook, current, shown, true);
        answer.tell(hook.name(), current.feedback());
        var operations = answer.allowed() && answer.isPatched() ? operations(hook, answer) : JsonList.EMPTY;
        if (operations.isEmpty()) {
            return new Outcome(answer, current, false);
        }
        var patched = patched(hook, answer, operations, shown);
        current.feedback()
                .annotateContent(
                        place.key("patch"),
                        Json.text(named(hook).with("patch", operations).with("patchType", "JSONPatch")));
        return Semantic.equal(patched, shown.object())
                ? new Outcome(answer, current, false)
                : new Outcome(
                        answer, current.with(Matching.convert(patched, shown.resource(), current.resource())), true);
    }

    private static JsonList operations(Hook hook, Answer answer) {
        var undecodable = "received undecodable patch in webhook response: ";
        try {
            var patch = JsonReader.read(answer.patch()).value();
            if (patch instanceof JsonList operations) {
                return operations;
            }
            throw new HookFailure(
                    hook.name(),
                    undecodable + "json: cannot unmarshal " + GoKind.of(patch)
                            + " into Go value of type jsonpatch.Patch");
        } catch (MalformedException e) {
            throw new HookFailure(hook.name(), undecodable + e.getMessage());
        }
    }

    private static JsonMap patched(Hook hook, Answer answer, JsonList operations, Attributes shown) {
        if (shown.object().isEmpty()) {
            throw ApiException.internal("admission webhook \"" + hook.name()
                    + "\" attempted to modify the object, which is not supported for this operation");
        }
        if (!answer.patchType().equals("JSONPatch")) {
            throw new HookFailure(hook.name(), "unsupported patch type \"" + answer.patchType() + "\"");
        }
        try {
            return Conformity.of(JsonPatch.apply(shown.object(), operations), shown);
        } catch (PatchException e) {
            throw ApiException.internal(String.valueOf(e.getMessage()));
        }
    }
}
