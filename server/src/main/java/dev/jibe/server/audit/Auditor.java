package dev.jibe.server.audit;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.RequestInfo;
import java.util.List;
import java.util.Optional;

/** Notes requests by a policy, in whatever places there are for it. */
public final class Auditor implements AutoCloseable {

    private final AuditPolicy policy;
    private final List<AuditSink> sinks;
    private final Clock clock;

    public Auditor(AuditPolicy policy, List<AuditSink> sinks, Clock clock) {
        this.policy = policy;
        this.sinks = List.copyOf(sinks);
        this.clock = clock;
    }

    /** Begins to note a request; empty if nothing of it is to be noted. */
    public Optional<AuditTrail> begin(ApiRequest request, RequestInfo info, User user, String id, String source) {
        var decision = policy.decide(user, info);
        if (decision.level() == AuditLevel.NONE) {
            return Optional.empty();
        }
        var trail = new AuditTrail(this, decision, request, info, user, id, source);
        trail.received();
        return Optional.of(trail);
    }

    Clock clock() {
        return clock;
    }

    void write(JsonMap event) {
        sinks.forEach(sink -> sink.write(event));
    }

    @Override
    public void close() {
        sinks.forEach(AuditSink::close);
    }
}
