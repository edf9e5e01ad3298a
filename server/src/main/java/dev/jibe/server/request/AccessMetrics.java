package dev.jibe.server.request;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Buckets;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.authn.User;
import dev.jibe.server.authz.Authorizer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What it takes to let requests in, by upstream's names and labels.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/instrumentation/metrics/">Kubernetes Metrics Reference</a>.
 */
public final class AccessMetrics {

    private static final double[] ACCESS_SECONDS = Buckets.exponential(0.001, 2, 15);
    private static final double[] STAGE_SECONDS = {0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 5, 10, 15, 30
    };
    private static final double NANOS = 1e9;
    private static final String RESULT = "result";

    /** Names that are shown as they are; there are too many others. */
    private static final Set<String> SHOWN =
            Set.of("admin", "client", "kube_proxy", "kubelet", "system:serviceaccount:kube-system:default");

    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;

    private final Clock clock;
    private final Histogram certificates;
    private final Counter users;
    private final Attempts known;
    private final Attempts unknown;
    private final Map<Verdict, Attempts> verdicts = new EnumMap<>(Verdict.class);
    private final Map<Stage, Histogram.Series> stages = new EnumMap<>(Stage.class);

    /** What happens to a request before it is looked at closely. */
    enum Stage {
        AUTHENTICATION,
        IMPERSONATION,
        AUTHORIZATION,
        PRIORITYANDFAIRNESS
    }

    private enum Verdict {
        ALLOWED("allowed"),
        DENIED("denied"),
        NO_OPINION("no-opinion"),
        ERROR("error");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        static Verdict of(Authorizer.Decision decision) {
            if (decision.allowed()) {
                return ALLOWED;
            }
            if (!decision.error().isEmpty()) {
                return ERROR;
            }
            return decision.verdict() == Authorizer.Verdict.DENY ? DENIED : NO_OPINION;
        }
    }

    /** How often something ended in one way, and after what time. */
    private record Attempts(Counter.Series count, Histogram.Series seconds) {
        void note(long nanos) {
            count.add(1);
            seconds.observe(nanos / NANOS);
        }
    }

    public AccessMetrics(Metrics metrics, Clock clock) {
        this.clock = clock;
        this.users = metrics.counter(
                "authenticated_user_requests",
                "[ALPHA] Counter of authenticated requests broken out by username.",
                "username");
        var authentications =
                metrics.counter("authentication_attempts", "[ALPHA] Counter of authenticated attempts.", RESULT);
        var authenticating = metrics.histogram(
                "authentication_duration_seconds",
                "[ALPHA] Authentication duration in seconds broken out by result.",
                ACCESS_SECONDS,
                RESULT);
        this.known = new Attempts(authentications.of("success"), authenticating.of("success"));
        this.unknown = new Attempts(authentications.of("failure"), authenticating.of("failure"));
        var authorizations = metrics.counter(
                "authorization_attempts_total",
                "[ALPHA] Counter of authorization attempts broken down by result. It can be either 'allowed', 'denied',"
                        + " 'no-opinion' or 'error'.",
                RESULT);
        var authorizing = metrics.histogram(
                "authorization_duration_seconds",
                "[ALPHA] Authorization duration in seconds broken out by result.",
                ACCESS_SECONDS,
                RESULT);
        for (var verdict : Verdict.values()) {
            verdicts.put(verdict, new Attempts(authorizations.of(verdict.text), authorizing.of(verdict.text)));
        }
        this.certificates = metrics.histogram(
                "apiserver_client_certificate_expiration_seconds",
                "[ALPHA] Distribution of the remaining lifetime on the certificate used to authenticate a request.",
                new double[] {
                    0, HOUR / 2, HOUR, 2 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY, 30 * DAY,
                    90 * DAY, 180 * DAY, 365 * DAY
                });
        var filters = metrics.histogram(
                "apiserver_request_filter_duration_seconds",
                "[ALPHA] Request filter latency distribution in seconds, for each filter type",
                STAGE_SECONDS,
                "filter");
        for (var stage : Stage.values()) {
            stages.put(stage, filters.of(stage.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** Where it goes for how many more seconds a client's certificate holds. */
    public Histogram.Series certificateLives() {
        return certificates.of();
    }

    /** Goes through a stage that is no more than timed. */
    <T> T during(Stage stage, Supplier<T> work) {
        long begun = clock.nanoTime();
        try {
            return work.get();
        } finally {
            note(stage, clock.nanoTime() - begun);
        }
    }

    /** Finds out who asks. */
    User authentication(Supplier<User> work) {
        long begun = clock.nanoTime();
        var result = unknown;
        try {
            var user = work.get();
            users.increment(shown(user.name()));
            result = known;
            return user;
        } finally {
            long nanos = clock.nanoTime() - begun;
            result.note(nanos);
            note(Stage.AUTHENTICATION, nanos);
        }
    }

    /** Finds out whether they may. */
    Authorizer.Decision authorization(Supplier<Authorizer.Decision> work) {
        long begun = clock.nanoTime();
        var decision = work.get();
        long nanos = clock.nanoTime() - begun;
        Objects.requireNonNull(verdicts.get(Verdict.of(decision))).note(nanos);
        note(Stage.AUTHORIZATION, nanos);
        return decision;
    }

    private void note(Stage stage, long nanos) {
        Objects.requireNonNull(stages.get(stage)).observe(nanos / NANOS);
    }

    private static String shown(String name) {
        if (SHOWN.contains(name)) {
            return name;
        }
        return name.contains("@") ? "email_id" : "other";
    }
}
