package dev.jibe.server.admission.webhook;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
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
import dev.jibe.server.admission.matching.Exempt;
import dev.jibe.server.admission.matching.Matching;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.registry.Semantic;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.webhook.WebhookClient;
import dev.jibe.store.Store;
import java.util.List;

/** Asks webhooks, one after the other, what an object should be like. */
public final class MutatingWebhooks implements Admission.Mutating {

    private static final Log LOG = Log.of(MutatingWebhooks.class);
    private static final String NAME = "MutatingAdmissionWebhook";

    private final Compiled<List<Hook>> configurations;
    private final Asking asking;

    public MutatingWebhooks(
            Store<JsonMap> store, Matching matching, WebhookClient client, Authorizer authorizer, Ids ids) {
        this.configurations =
                new Compiled<>(store, "mutatingwebhookconfigurations.admissionregistration.k8s.io", Hook::of);
        this.asking = new Asking(matching, client, authorizer, ids);
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
        for (var hooks : all) {
            for (var hook : hooks) {
                if (round.asks(hook.id())) {
                    current = asked(hook, current);
                }
            }
        }
        round.end(current.object());
        return current.object();
    }

    private Attributes asked(Hook hook, Attributes current) {
        var found = asking.shown(hook, current);
        if (found.isEmpty()) {
            return current;
        }
        var shown = found.get();
        boolean changed = false;
        var result = current;
        try {
            var answer = asking.ask(hook, current, shown, true);
            answer.apply(hook.name(), current.feedback());
            var patched = answer.isPatched() ? patched(hook, answer, shown) : shown.object();
            changed = !Semantic.equal(patched, shown.object());
            if (changed) {
                result = current.with(Matching.convert(patched, shown.resource(), current.resource()));
            }
        } catch (HookFailure e) {
            if (!hook.ignoresFailures()) {
                throw ApiException.internal(e.why());
            }
            LOG.warn("a webhook's failure is ignored", "webhook", hook.name(), "failure", e.why());
        } finally {
            current.reinvocation().of(NAME).asked(hook.id(), changed, hook.isReinvocable());
        }
        return result;
    }

    private static JsonMap patched(Hook hook, Answer answer, Attributes shown) {
        if (!answer.patchType().equals("JSONPatch")) {
            throw new HookFailure(hook.name(), "unsupported patch type \"" + answer.patchType() + "\"");
        }
        try {
            var patch = JsonReader.read(answer.patch()).value();
            if (!(patch instanceof JsonList operations)) {
                throw ApiException.internal(
                        "json: cannot unmarshal " + GoKind.of(patch) + " into Go value of type jsonpatch.Patch");
            }
            if (operations.isEmpty()) {
                return shown.object();
            }
            if (shown.object().isEmpty()) {
                throw ApiException.internal("admission webhook \"" + hook.name()
                        + "\" attempted to modify the object, which is not supported for this operation");
            }
            return Conformity.of(JsonPatch.apply(shown.object(), operations), shown);
        } catch (PatchException | MalformedException e) {
            throw ApiException.internal(String.valueOf(e.getMessage()));
        }
    }
}
