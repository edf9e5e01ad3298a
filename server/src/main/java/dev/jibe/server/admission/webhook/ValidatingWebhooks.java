package dev.jibe.server.admission.webhook;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Ids;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.Compiled;
import dev.jibe.server.admission.matching.Exempt;
import dev.jibe.server.admission.matching.Matching;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.tracing.Span;
import dev.jibe.server.webhook.WebhookClient;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Asks webhooks, all at the same time, whether something may be done. */
public final class ValidatingWebhooks implements Admission.Validating {

    private static final Log LOG = Log.of(ValidatingWebhooks.class);

    private final Compiled<List<Hook>> configurations;
    private final Asking asking;

    public ValidatingWebhooks(
            Store<JsonMap> store, Matching matching, WebhookClient client, Authorizer authorizer, Ids ids) {
        this.configurations =
                new Compiled<>(store, "validatingwebhookconfigurations.admissionregistration.k8s.io", Hook::of);
        this.asking = new Asking(matching, client, authorizer, ids);
    }

    private record Pending(Hook hook, CompletableFuture<Answer> answer) {}

    @Override
    public void validate(Attributes attributes) {
        var all = configurations.all();
        if (all.isEmpty() || Exempt.isConfiguration(attributes)) {
            return;
        }
        record Wanted(Hook hook, Attributes shown) {}
        var wanted = new ArrayList<Wanted>();
        for (var hooks : all) {
            for (var hook : hooks) {
                asking.shown(hook, attributes).ifPresent(shown -> wanted.add(new Wanted(hook, shown)));
            }
        }
        var pending = wanted.stream()
                .map(w -> new Pending(w.hook(), asked(w.hook(), attributes, w.shown())))
                .toList();
        ApiException refusal = null;
        for (var one : pending) {
            try {
                heard(one, attributes);
            } catch (ApiException e) {
                refusal = refusal == null ? e : refusal;
            }
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    private CompletableFuture<Answer> asked(Hook hook, Attributes attributes, Attributes shown) {
        return CompletableFuture.supplyAsync(
                Span.carried(() -> asking.ask(hook, attributes, shown, false)),
                task -> Thread.ofVirtual().name("webhook-" + hook.name()).start(task));
    }

    /** Waits for one answer; what the webhook has to say comes in the order of the configurations. */
    private static void heard(Pending one, Attributes attributes) {
        try {
            one.answer().join().apply(one.hook().name(), attributes.feedback());
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case HookFailure failure -> {
                    if (!one.hook().ignoresFailures()) {
                        throw ApiException.internal(failure.why());
                    }
                    LOG.warn(
                            "a webhook's failure is ignored",
                            "webhook",
                            one.hook().name(),
                            "failure",
                            failure.why());
                }
                case ApiException refusal -> throw refusal;
                case null, default -> throw e;
            }
        }
    }
}
