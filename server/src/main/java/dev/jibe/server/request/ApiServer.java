package dev.jibe.server.request;

import dev.jibe.server.admission.Feedback;
import dev.jibe.server.admission.Notes;
import dev.jibe.server.aggregation.Aggregator;
import dev.jibe.server.audit.AuditTrail;
import dev.jibe.server.audit.Auditor;
import dev.jibe.server.authn.Authenticator;
import dev.jibe.server.authn.Impersonation;
import dev.jibe.server.authn.User;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.encryption.EncryptionException;
import dev.jibe.server.fairness.FlowControl;
import dev.jibe.server.fairness.Seat;
import dev.jibe.server.openapi.Documents;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.tracing.Tracer;
import dev.jibe.server.usage.UsageApi;
import dev.jibe.store.StoreException;
import java.util.Optional;
import java.util.Set;

/**
 * The one door: every request, from a socket or from inside the process, passes these stages in this order.
 *
 * <p>Who asks, whether they may, what they want, and the answer. Each stage takes a value and returns one.
 */
public final class ApiServer {

    private static final ApiResponse TOO_MANY = ApiResponse.Plain.error(
                    429, "Too many requests, please try again later.\n")
            .with("retry-after", "1");

    private static final Set<String> CONNECTIONS = Set.of("exec", "attach", "portforward");

    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final Impersonation impersonation;
    private final FlowControl flowControl;
    private final Optional<Auditor> audit;
    private final Tracer tracer;
    private final AuditIds ids;
    private final Resources resources;
    private final Verbs verbs;
    private final UsageApi usage;
    private final Documents documents;
    private final Aggregator aggregator;
    private final AccessMetrics metrics;

    public ApiServer(
            Authenticator authenticator,
            Authorizer authorizer,
            FlowControl flowControl,
            Optional<Auditor> audit,
            Tracer tracer,
            AuditIds ids,
            Resources resources,
            Verbs verbs,
            UsageApi usage,
            Documents documents,
            Aggregator aggregator,
            AccessMetrics metrics) {
        this.aggregator = aggregator;
        this.metrics = metrics;
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.flowControl = flowControl;
        this.audit = audit;
        this.tracer = tracer;
        this.ids = ids;
        this.impersonation = new Impersonation(authorizer);
        this.resources = resources;
        this.verbs = verbs;
        this.usage = usage;
        this.documents = documents;
    }

    /**
     * Answers a request.
     *
     * @throws ApiException if the answer is a failure
     */
    public ApiResponse handle(ApiRequest request) {
        var passage = new Passage(audit.isPresent() ? ids.next() : "", "");
        try {
            var response = handle(request, passage);
            if (response instanceof ApiResponse.Forward) {
                passage.ended();
            }
            return response;
        } finally {
            passage.leave();
        }
    }

    /**
     * Answers a request.
     *
     * @param passage is told what becomes known of the request; the caller has it leave when the answer has its form
     * @throws ApiException if the answer is a failure
     */
    ApiResponse handle(ApiRequest request, Passage passage) {
        if (RequestInfo.isUndetermined(request.path())) {
            return ApiResponse.Plain.error(
                    500,
                    "Internal Server Error: " + FieldError.quoted(request.path())
                            + ": failed to create RequestInfo: unable to determine kind and namespace from url, "
                            + request.path() + "\n");
        }
        var info = passage.info().orElseGet(() -> RequestInfo.of(request.method(), request.path(), request.query()));
        passage.isAbout(info);
        if (!info.isLongRunning()) {
            timed(request, passage, info);
        }
        try {
            var authenticated = authenticated(request, passage, info);
            var span = tracer.serves(request.headers(), mayNameTraces(authenticated));
            passage.isTraced(span);
            return span.during(() -> audit.isEmpty()
                    ? admitted(request, passage, info, authenticated, Optional.empty())
                    : audited(audit.get(), request, passage, info, authenticated));
        } catch (StoreException.Unavailable | StoreException.TooBusy e) {
            throw ApiException.unavailable(String.valueOf(e.getMessage()));
        } catch (EncryptionException e) {
            throw ApiException.of(500, "", String.valueOf(e.getMessage()));
        } catch (StoreException.Unreachable e) {
            throw ApiException.of(500, "", String.valueOf(e.getMessage()));
        } catch (StoreException.TimedOut e) {
            throw ApiException.timeout("request did not complete within requested timeout - " + e.getMessage());
        } catch (StoreException.TooLarge e) {
            throw ApiException.tooLarge(ApiRequest.MAX_BODY_BYTES);
        }
    }

    private void timed(ApiRequest request, Passage passage, RequestInfo info) {
        try {
            RequestTimeout.check(request.query());
        } catch (ApiException e) {
            audit.ifPresent(it -> it.malformed(request, info, passage.auditId(), passage.source(), e));
            throw e;
        }
    }

    private User authenticated(ApiRequest request, Passage passage, RequestInfo info) {
        try {
            return metrics.authentication(() -> authenticator.authenticate(request));
        } catch (ApiException e) {
            audit.ifPresent(it -> it.unauthenticated(request, info, passage.auditId(), passage.source()));
            throw e;
        }
    }

    /** As upstream, to whom the traces of all others are only linked. */
    private static boolean mayNameTraces(User user) {
        return user.isIn(User.MASTERS) || user.isIn("system:monitoring");
    }

    private ApiResponse audited(
            Auditor auditor, ApiRequest request, Passage passage, RequestInfo info, User authenticated) {
        var trail = auditor.begin(request, info, authenticated, passage.auditId(), passage.source());
        var notes = new Notes();
        try {
            ApiResponse response = ScopedValue.where(Feedback.NOTES, notes)
                    .call(() -> admitted(request, passage, info, authenticated, trail));
            trail.ifPresent(each -> each.annotate(notes));
            return trail.isEmpty() ? response : trail.get().answered(response, passage::atEnd);
        } catch (ApiException e) {
            trail.ifPresent(each -> {
                each.annotate(notes);
                each.refused(e);
            });
            throw e;
        } catch (RuntimeException e) {
            trail.ifPresent(each -> each.failed(e));
            throw e;
        }
    }

    private ApiResponse admitted(
            ApiRequest request, Passage passage, RequestInfo info, User authenticated, Optional<AuditTrail> trail) {
        passage.isFrom(authenticated, authenticated);
        var user = metrics.during(
                AccessMetrics.Stage.IMPERSONATION, () -> impersonation.apply(authenticated, request, info));
        passage.isFrom(authenticated, user);
        if (trail.isPresent() && !user.equals(authenticated)) {
            trail.get().impersonates(user);
        }
        var seat =
                metrics.during(AccessMetrics.Stage.PRIORITYANDFAIRNESS, () -> flowControl.admit(user, info, passage));
        if (seat instanceof Seat.Refused) {
            passage.isSentAway();
            return TOO_MANY;
        }
        passage.isSeated(seat);
        authorize(user, info.question(request.query()), trail);
        if (connectsByReading(request, info)) {
            authorize(user, info.withVerb("create"), trail);
        }
        passage.deadline().check();
        return answer(request, info, user, passage);
    }

    /** WebSockets begin with a GET; what they do in a pod takes the right to create all the same (KEP-4006). */
    private static boolean connectsByReading(ApiRequest request, RequestInfo info) {
        return info.verb().equals("get")
                && info.isResource()
                && info.resource().equals("pods")
                && CONNECTIONS.contains(info.subresource())
                && request.headers().hasToken("upgrade", "websocket");
    }

    private void authorize(User user, RequestInfo info, Optional<AuditTrail> trail) {
        var decision = metrics.authorization(() -> authorizer.authorize(user, info));
        if (trail.isPresent()) {
            trail.get().annotate("authorization.k8s.io/decision", decision.allowed() ? "allow" : "forbid");
            trail.get().annotate("authorization.k8s.io/reason", decision.reason());
        }
        if (!decision.allowed()) {
            throw Refusal.of(user, info, decision.reason());
        }
    }

    /** Whether a path belongs to another server, which takes the body as it comes. */
    boolean isRemote(String path) {
        return aggregator.isRemote(path);
    }

    private ApiResponse answer(ApiRequest request, RequestInfo info, User user, Passage passage) {
        var remote = aggregator.answer(request, user);
        if (remote.isPresent()) {
            passage.checkBody();
            return remote.get();
        }
        if (!info.isResource() || request.path().startsWith("//")) {
            return documents.answer(request);
        }
        var resource = resources.find(info.group(), info.version(), info.resource());
        if (resource == null) {
            if (info.group().isEmpty() || resources.hasBuiltinGroup(info.group())) {
                throw ApiException.unknownResource();
            }
            return documents.answer(request);
        }
        if (resource.custom() == null) {
            Routes.check(request, info, resource);
        }
        if (request.user().isEmpty() && Routes.isNegotiated(info)) {
            // What nobody could read is not looked for.
            Negotiation.of(
                    request.headers(),
                    request.query(),
                    !resource.type().wireFields().isEmpty(),
                    Routes.mayBeTable(resource, info.subresource()),
                    request.cbor());
        }
        passage.isRouted(resource);
        passage.checkBody();
        noteDeprecation(resource);
        return info.group().equals(UsageApi.GROUP)
                ? usage.answer(request, info, resource)
                : answer(request, info, resource, user);
    }

    private static void noteDeprecation(Resource resource) {
        if (Feedback.NOTES.isBound() && !resource.warnings().isEmpty()) {
            Feedback.NOTES.get().add("k8s.io/deprecated", "true");
            if (!resource.removedRelease().isEmpty()) {
                Feedback.NOTES.get().add("k8s.io/removed-release", resource.removedRelease());
            }
        }
    }

    private ApiResponse answer(ApiRequest request, RequestInfo info, Resource resource, User user) {
        try {
            return verbs.answer(request, info, resource, user);
        } catch (ApiException e) {
            throw e.after(resource.warnings());
        }
    }
}
