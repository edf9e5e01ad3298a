package dev.jibe.server.admission.webhook;

import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.typing.GoKind;
import dev.jibe.runtime.Ids;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.expression.ConditionMetrics;
import dev.jibe.server.admission.expression.RequestObject;
import dev.jibe.server.admission.expression.Scene;
import dev.jibe.server.admission.matching.Matching;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.Deadline;
import dev.jibe.server.webhook.WebhookClient;
import dev.jibe.server.webhook.WebhookException;
import java.util.Map;
import java.util.Optional;

/** Finds out whether a webhook wants to see a request, and shows it. */
final class Asking {

    private static final String GROUP = "admission.k8s.io/";

    private final Matching matching;
    private final WebhookClient client;
    private final Authorizer authorizer;
    private final Ids ids;
    private final ConditionMetrics conditions;
    private final WebhookMetrics.Step step;

    Asking(
            Matching matching,
            WebhookClient client,
            Authorizer authorizer,
            Ids ids,
            ConditionMetrics conditions,
            WebhookMetrics.Step step) {
        this.conditions = conditions;
        this.step = step;
        this.matching = matching;
        this.client = client;
        this.authorizer = authorizer;
        this.ids = ids;
    }

    /**
     * The request in the version that the webhook wants to see; empty if it does not want to see it.
     *
     * @throws ApiException if nobody can say, and the webhook has to be asked
     */
    Optional<Attributes> shown(Hook hook, Attributes asked) {
        var matched = matching.webhook(hook.source(), asked);
        if (matched.isEmpty() || hook.conditions().conditions().isEmpty()) {
            return matched;
        }
        var scene = new Scene(asked, matched.get(), null, null, authorizer, Map.of(), Scene.CONDITIONS);
        var owner = new ConditionMetrics.Owner("webhook", hook.name(), step.shown());
        var verdict = conditions.check(hook.conditions(), scene, owner, asked.operation());
        if (!verdict.error().isEmpty()) {
            // By the name of the request: what is to be generated has none yet.
            throw ApiException.forbidden(asked.resource().named(), asked.name(), verdict.error());
        }
        if (verdict.matches()) {
            return matched;
        }
        conditions.excluded(owner, asked.operation());
        return Optional.empty();
    }

    /** How long its answer is waited for, as it is told: in whole seconds. */
    private static String seconds(Hook hook) {
        var left = Deadline.current().left(hook.timeout());
        return (left.toNanosPart() == 0 ? left : left.plusSeconds(1)).toSeconds() + "s";
    }

    /**
     * Asks.
     *
     * @throws HookFailure if there is no answer
     * @throws ApiException if it cannot be asked, as the request will not happen
     */
    Answer ask(Hook hook, Attributes asked, Attributes shown, boolean mutating) {
        if (asked.dryRun() && !hook.allowsDryRun()) {
            throw ApiException.badRequest("admission webhook \"" + hook.name() + "\" does not support dry run");
        }
        var versions = hook.source().list("admissionReviewVersions").strings().toList();
        var version = versions.stream()
                .filter(v -> v.equals("v1") || v.equals("v1beta1"))
                .findFirst()
                .orElseThrow(() -> new HookFailure(
                        hook.name(),
                        "could not create admission objects: webhook does not accept known AdmissionReview versions"
                                + " (v1, v1beta1)",
                        400));
        var uid = ids.uuid();
        var request = RequestObject.of(asked, shown)
                .with("uid", uid)
                .with("object", shown.object().isEmpty() ? Null.NULL : shown.object())
                .with("oldObject", shown.old().isEmpty() ? Null.NULL : shown.old());
        var review = JsonMap.of("apiVersion", GROUP + version, "kind", "AdmissionReview", "request", request);
        JsonMap answer;
        try {
            answer = client.ask(hook.source().map("clientConfig"), "timeout=" + seconds(hook), review, hook.timeout());
        } catch (WebhookException e) {
            throw new HookFailure(hook.name(), "failed to call webhook: " + e.getMessage());
        }
        var allowed = answer.map("response").get("allowed");
        if (allowed != null && allowed != Null.NULL && !(allowed instanceof Boolean)) {
            throw new HookFailure(
                    hook.name(),
                    "failed to call webhook: json: cannot unmarshal " + GoKind.of(allowed)
                            + " into Go struct field AdmissionResponse.response.allowed of type bool");
        }
        try {
            return Answer.of(answer, GROUP + version, uid, mutating);
        } catch (IllegalArgumentException e) {
            throw new HookFailure(hook.name(), "received invalid webhook response: " + e.getMessage());
        }
    }
}
