package dev.jibe.server.audit;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.server.admission.Notes;
import dev.jibe.server.audit.AuditPolicy.Decision;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.server.review.Users;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is noted of one request, stage by stage. */
public final class AuditTrail {

    private static final int MAX_AGENT = 1024;
    private static final int UNAUTHORIZED = 401;

    private final Auditor auditor;
    private final Decision decision;
    private final RequestInfo info;
    private final boolean upgrades;
    private JsonMap event;

    AuditTrail(
            Auditor auditor,
            Decision decision,
            ApiRequest request,
            RequestInfo info,
            User user,
            String id,
            String source) {
        this.auditor = auditor;
        this.decision = decision;
        this.info = info;
        this.upgrades = request.headers().hasToken("connection", "upgrade");
        this.event = JsonMap.of(
                "kind",
                "Event",
                "apiVersion",
                "audit.k8s.io/v1",
                "level",
                decision.level().text(),
                "auditID",
                id,
                "requestURI",
                uri(request),
                "verb",
                info.verb(),
                "user",
                Users.write(user),
                "sourceIPs",
                JsonList.copyOf(sources(request, source)),
                "requestReceivedTimestamp",
                Times.micros(auditor.clock().now()));
        var agent = request.headers().get("user-agent", "");
        if (!agent.isEmpty()) {
            event = event.with("userAgent", agent.length() > MAX_AGENT ? agent.substring(0, MAX_AGENT) : agent);
        }
        if (info.isResource()) {
            event = event.with("objectRef", reference(info));
            if (decision.level().has(AuditLevel.REQUEST)) {
                AuditBodies.of(request).ifPresent(body -> event = event.with("requestObject", shown(body)));
            }
        }
    }

    private static String uri(ApiRequest request) {
        var query = request.query().raw();
        return query.isEmpty() ? request.path() : request.path() + "?" + query;
    }

    private static ArrayList<String> sources(ApiRequest request, String source) {
        var sources = new ArrayList<String>();
        for (var each : request.headers().get("x-forwarded-for", "").split(",", -1)) {
            if (!each.isBlank()) {
                sources.add(each.trim());
            }
        }
        var real = request.headers().get("x-real-ip", "");
        if (!real.isEmpty() && !sources.contains(real)) {
            sources.add(real);
        }
        if (!source.isEmpty() && !sources.contains(source)) {
            sources.add(source);
        }
        return sources;
    }

    private static JsonMap reference(RequestInfo info) {
        var reference = JsonMap.of("resource", info.resource(), "apiVersion", info.version());
        reference = info.namespace().isEmpty() ? reference : reference.with("namespace", info.namespace());
        reference = info.name().isEmpty() ? reference : reference.with("name", info.name());
        reference = info.group().isEmpty() ? reference : reference.with("apiGroup", info.group());
        return info.subresource().isEmpty() ? reference : reference.with("subresource", info.subresource());
    }

    private JsonMap shown(JsonMap object) {
        return decision.omitsManagedFields() ? AuditBodies.withoutManagedFields(object) : object;
    }

    void received() {
        write(AuditStage.REQUEST_RECEIVED);
    }

    /** Notes as whom the request goes on. */
    public void impersonates(User user) {
        event = event.with("impersonatedUser", Users.write(user));
    }

    /** Notes something beside the rest. */
    public void annotate(String key, String value) {
        event = event.with("annotations", event.map("annotations").with(key, value));
    }

    /** Notes what admission has to say, as far as the level allows. */
    public void annotate(Notes notes) {
        notes.show(decision.level().has(AuditLevel.REQUEST), this::annotate);
    }

    /**
     * Notes the answer, or that it has begun.
     *
     * @param atEnd is told what to do when a connection ends that goes on somewhere else
     * @return the answer, of which a watch notes its end
     */
    public ApiResponse answered(ApiResponse response, Consumer<Runnable> atEnd) {
        int code = 200;
        switch (response) {
            case ApiResponse.One one -> {
                code = one.code();
                noteObject(one.object());
            }
            case ApiResponse.Many many -> {
                if (decision.level().has(AuditLevel.REQUEST_RESPONSE)) {
                    noteObject(JsonMap.of(
                            "apiVersion",
                            many.resource().apiVersion(),
                            "kind",
                            many.resource().listKind(),
                            "metadata",
                            many.metadata(),
                            "items",
                            JsonList.copyOf(many.items())));
                }
            }
            case ApiResponse.Plain plain -> code = plain.code();
            case ApiResponse.Watching watching -> {
                status(code);
                write(AuditStage.RESPONSE_STARTED);
                return new ApiResponse.Watching(
                        new NotedSource(watching.source(), () -> write(AuditStage.RESPONSE_COMPLETE)),
                        watching.resource());
            }
            case ApiResponse.Forward ignored -> {
                status(upgrades ? 101 : 200);
                write(AuditStage.RESPONSE_STARTED);
                atEnd.accept(() -> write(AuditStage.RESPONSE_COMPLETE));
                return response;
            }
        }
        status(code);
        write(AuditStage.RESPONSE_COMPLETE);
        return response;
    }

    private void noteObject(JsonMap object) {
        var metadata = object.map("metadata");
        if (info.isResource()) {
            var reference = event.map("objectRef");
            for (var key : new String[] {"name", "namespace", "uid"}) {
                if (reference.string(key).isEmpty() && !metadata.string(key).isEmpty()) {
                    reference = reference.with(key, metadata.string(key));
                }
            }
            event = event.with("objectRef", reference);
            if (decision.level().has(AuditLevel.REQUEST_RESPONSE)) {
                event = event.with("responseObject", shown(object));
            }
        }
    }

    private void status(int code) {
        event = event.with("responseStatus", JsonMap.of("metadata", JsonMap.EMPTY, "code", (long) code));
    }

    /** Notes that it could not be told who asks, and by what somebody has tried to say it. */
    void unauthenticated(String tried) {
        refusedAtOnce(tried, UNAUTHORIZED);
    }

    /** Notes a refusal by somebody who did not know who asks. */
    void refusedAtOnce(@Nullable String message, int code) {
        event = event.with("user", JsonMap.EMPTY)
                .without("requestObject")
                .with(
                        "responseStatus",
                        JsonMap.of("metadata", JsonMap.EMPTY, "message", String.valueOf(message), "code", (long) code));
        write(AuditStage.RESPONSE_STARTED);
    }

    /** Notes a refusal. */
    public void refused(ApiException failure) {
        var status = failure.status();
        var shown = JsonMap.of("metadata", JsonMap.EMPTY);
        for (var key : new String[] {"status", "message", "reason", "details", "code"}) {
            var value = status.get(key);
            shown = value == null ? shown : shown.with(key, value);
        }
        event = event.with("responseStatus", shown);
        if (info.isResource() && decision.level().has(AuditLevel.REQUEST_RESPONSE)) {
            event = event.with("responseObject", status);
        }
        write(AuditStage.RESPONSE_COMPLETE);
    }

    /** Notes that the server failed. */
    public void failed(RuntimeException failure) {
        event = event.with(
                "responseStatus",
                JsonMap.of(
                        "metadata",
                        JsonMap.EMPTY,
                        "status",
                        "Failure",
                        "reason",
                        "InternalError",
                        "message",
                        "APIServer panic'd: " + failure.getMessage(),
                        "code",
                        500L));
        write(AuditStage.PANIC);
    }

    private void write(AuditStage stage) {
        if (decision.stages().contains(stage)) {
            auditor.write(event.with("stage", stage.text())
                    .with("stageTimestamp", Times.micros(auditor.clock().now())));
        }
    }
}
