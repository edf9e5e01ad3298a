package dev.jibe.server.audit;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.RequestInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notes requests by a policy, in whatever places there are for it. */
public final class Auditor implements AutoCloseable {

    private final AuditPolicy policy;
    private final List<AuditSink> sinks;
    private final AuditMetrics metrics;
    private final Clock clock;

    public Auditor(AuditPolicy policy, List<AuditSink> sinks, AuditMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.policy = policy;
        this.sinks = List.copyOf(sinks);
        this.clock = clock;
    }

    /** Begins to note a request; empty if nothing of it is to be noted. */
    public Optional<AuditTrail> begin(ApiRequest request, RequestInfo info, User user, String id, String source) {
        var decision = policy.decide(user, info);
        metrics.decided(decision.level());
        if (decision.level() == AuditLevel.NONE) {
            return Optional.empty();
        }
        var trail = new AuditTrail(this, decision, request, info, user, id, source);
        trail.received();
        return Optional.of(trail);
    }

    /** Notes a request of whom nobody knows who sent it. */
    public void unauthenticated(ApiRequest request, RequestInfo info, String id, String source) {
        fromNobody(request, info, id, source).ifPresent(trail -> trail.unauthenticated(tried(request)));
    }

    /** Notes a request that was refused before anybody looked who asks. */
    public void malformed(ApiRequest request, RequestInfo info, String id, String source, ApiException why) {
        fromNobody(request, info, id, source).ifPresent(trail -> trail.refusedAtOnce(why.getMessage(), why.code()));
    }

    private Optional<AuditTrail> fromNobody(ApiRequest request, RequestInfo info, String id, String source) {
        var nobody = User.of("");
        var decision = policy.decide(nobody, info);
        metrics.decided(decision.level());
        return decision.level() == AuditLevel.NONE
                ? Optional.empty()
                : Optional.of(new AuditTrail(this, decision, request, info, nobody, id, source));
    }

    private static String tried(ApiRequest request) {
        var ways = new ArrayList<String>();
        var words = request.headers().get("authorization", "").trim().split(" ", -1);
        if (words.length > 1 && words[0].equalsIgnoreCase("basic")) {
            ways.add("basic");
        }
        if (words.length > 1 && words[0].equalsIgnoreCase("bearer")) {
            ways.add("bearer");
        }
        if (!request.query().get("access_token").isBlank()) {
            ways.add("access_token");
        }
        if (!request.certificates().isEmpty()) {
            ways.add("x509");
        }
        return ways.isEmpty()
                ? "Authentication failed, no credentials provided"
                : "Authentication failed, attempted: " + String.join(", ", ways);
    }

    Clock clock() {
        return clock;
    }

    void write(JsonMap event) {
        metrics.noted();
        sinks.forEach(sink -> sink.write(event));
    }

    @Override
    public void close() {
        sinks.forEach(AuditSink::close);
    }
}
