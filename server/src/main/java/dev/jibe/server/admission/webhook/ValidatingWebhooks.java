package dev.jibe.server.admission.webhook;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Ids;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.Compiled;
import dev.jibe.server.admission.expression.ConditionMetrics;
import dev.jibe.server.admission.matching.Exempt;
import dev.jibe.server.admission.matching.Matching;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.Deadline;
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
    private final WebhookMetrics metrics;

    public ValidatingWebhooks(
            Store<JsonMap> store,
            Matching matching,
            WebhookClient client,
            Authorizer authorizer,
            ConditionMetrics conditions,
            WebhookMetrics metrics,
            Ids ids) {
        this.metrics = metrics;
        this.configurations =
                new Compiled<>(store, "validatingwebhookconfigurations.admissionregistration.k8s.io", Hook::of);
        this.asking = new Asking(matching, client, authorizer, ids, conditions, WebhookMetrics.Step.VALIDATING);
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
        for (int i = 0; i < pending.size(); i++) {
            try {
                heard(pending.get(i), i, attributes);
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
                Deadline.carried(Span.carried(() -> metrics.noted(
                        hook,
                        WebhookMetrics.Step.VALIDATING,
                        attributes.operation(),
                        () -> asking.ask(hook, attributes, shown, false),
                        answer -> answer.refusal(hook.name())))),
                task -> Thread.ofVirtual().name("webhook-" + hook.name()).start(task));
    }

    /** Waits for one answer; what the webhook has to say comes in the order of the configurations. */
    private static void heard(Pending one, int index, Attributes attributes) {
        try {
            var answer = one.answer().join();
            answer.tell(one.hook().name(), attributes.feedback());
            var refusal = answer.refusal(one.hook().name());
            if (refusal.isPresent()) {
                throw refusal.get();
            }
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case HookFailure failure -> {
                    if (!one.hook().ignoresFailures()) {
                        throw ApiException.internal(failure.why());
                    }
                    Deadline.current().check();
                    LOG.warn(
                            "a webhook's failure is ignored",
                            "webhook",
                            one.hook().name(),
                            "failure",
                            failure.why());
                    attributes
                            .feedback()
                            .annotate(
                                    "failed-open.validating.webhook.admission.k8s.io/round_0_index_" + index,
                                    one.hook().name());
                }
                case ApiException refusal -> throw refusal;
                case null, default -> throw e;
            }
        }
    }
}
