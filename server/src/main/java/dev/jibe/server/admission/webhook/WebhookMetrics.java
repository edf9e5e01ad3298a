package dev.jibe.server.admission.webhook;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.request.ApiException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is counted of questions to webhooks, by upstream's names and labels.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#admission-metrics">
 * Admission webhook metrics</a>.
 */
public final class WebhookMetrics {

    private static final double[] SECONDS = {0.005, 0.025, 0.1, 0.5, 1, 2.5, 10, 25};
    private static final double NANOS = 1e9;
    private static final int OK = 200;

    /** Codes beyond it are counted as this one, so that no webhook can make up ever more of them. */
    private static final int HIGHEST_CODE = 600;

    private final Histogram durations;
    private final Counter requests;
    private final Counter rejections;
    private final Counter ignored;
    private final Clock clock;

    /** In which step a webhook is asked. */
    enum Step {
        MUTATING("admit"),
        VALIDATING("validating");

        private final String text;

        Step(String text) {
            this.text = text;
        }

        /** What upstream's labels call it. */
        String shown() {
            return text;
        }
    }

    public WebhookMetrics(Metrics metrics, Clock clock) {
        this.clock = clock;
        this.durations = metrics.histogram(
                "apiserver_admission_webhook_admission_duration_seconds",
                "[STABLE] Admission webhook latency histogram in seconds, identified by name and broken out for each"
                        + " operation and API resource and type (validate or admit).",
                SECONDS,
                "name",
                "operation",
                "rejected",
                "type");
        this.requests = metrics.counter(
                "apiserver_admission_webhook_request_total",
                "[ALPHA] Admission webhook request total, identified by name and broken out for each admission type"
                        + " (validating or admit) and operation. Additional labels specify whether the request was rejected"
                        + " or not and an HTTP status code. Codes greater than 600 are truncated to 600, to keep the metrics"
                        + " cardinality bounded.",
                "code",
                "name",
                "operation",
                "rejected",
                "type");
        this.rejections = metrics.counter(
                "apiserver_admission_webhook_rejection_count",
                "[ALPHA] Admission webhook rejection count, identified by name and broken out for each admission type"
                        + " (validating or admit) and operation. Additional labels specify an error type"
                        + " (calling_webhook_error or apiserver_internal_error if an error occurred; no_error otherwise) and"
                        + " optionally a non-zero rejection code if the webhook rejects the request with an HTTP status code"
                        + " (honored by the apiserver when the code is greater or equal to 400). Codes greater than 600 are"
                        + " truncated to 600, to keep the metrics cardinality bounded.",
                "error_type",
                "name",
                "operation",
                "rejection_code",
                "type");
        this.ignored = metrics.counter(
                "apiserver_admission_webhook_fail_open_count",
                "[ALPHA] Admission webhook fail open count, identified by name and broken out for each admission type"
                        + " (validating or admit).",
                "name",
                "type");
    }

    /**
     * Asks a webhook, and notes what came of it, which is what this returns or throws.
     *
     * @param refusal what an answer refuses with
     */
    <T> T noted(
            Hook hook,
            Step step,
            Operation operation,
            Supplier<T> question,
            Function<T, Optional<ApiException>> refusal) {
        long begun = clock.nanoTime();
        try {
            var answer = question.get();
            var refused = refusal.apply(answer).map(ApiException::code);
            refused.ifPresent(code -> reject(hook, step, operation, "no_error", code));
            note(hook, step, operation, begun, refused.orElse(OK), refused.isPresent());
            return answer;
        } catch (HookFailure e) {
            if (hook.ignoresFailures()) {
                ignored.increment(hook.name(), step.text);
            } else {
                reject(hook, step, operation, "calling_webhook_error", e.code());
            }
            note(hook, step, operation, begun, e.code(), !hook.ignoresFailures());
            throw e;
        } catch (ApiException e) {
            reject(hook, step, operation, "apiserver_internal_error", 0);
            note(hook, step, operation, begun, 0, true);
            throw e;
        }
    }

    private void note(Hook hook, Step step, Operation operation, long begun, int code, boolean rejected) {
        durations.observe(
                (clock.nanoTime() - begun) / NANOS,
                hook.name(),
                operation.name(),
                Boolean.toString(rejected),
                step.text);
        requests.increment(shown(code), hook.name(), operation.name(), Boolean.toString(rejected), step.text);
    }

    private void reject(Hook hook, Step step, Operation operation, String type, int code) {
        rejections.increment(type, hook.name(), operation.name(), shown(code), step.text);
    }

    private static String shown(int code) {
        return Integer.toString(Math.min(code, HIGHEST_CODE));
    }
}
