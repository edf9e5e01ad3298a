package dev.jibe.server.authz;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.Requirement;
import dev.jibe.runtime.Clock;
import dev.jibe.server.authn.User;
import dev.jibe.server.cel.Budget;
import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.Decl;
import dev.jibe.server.cel.Limits;
import dev.jibe.server.cel.OverBudget;
import dev.jibe.server.cel.Wrapping;
import dev.jibe.server.configuration.AuthorizationConfiguration.Mode;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.server.review.Users;
import dev.jibe.server.webhook.RemoteService;
import dev.jibe.server.webhook.WebhookException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A service that is asked what users may do; its answers are remembered for a while.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/webhook/">Webhook Mode</a>.
 */
public final class WebhookAuthorizer implements Authorizer, Rules {

    private static final int MAX_REMEMBERED = 8192;

    private final Mode.Webhook config;
    private final RemoteService service;
    private final Clock clock;
    private final ConcurrentHashMap<JsonMap, Remembered> answers = new ConcurrentHashMap<>();

    private record Remembered(Decision decision, long untilMillis) {}

    public WebhookAuthorizer(Mode.Webhook config, RemoteService service, Clock clock) {
        this.config = config;
        this.service = service;
        this.clock = clock;
    }

    @Override
    public Known rules(User user, String namespace) {
        return new Known(List.of(), "webhook authorizer does not support user rule resolution");
    }

    @Override
    public Decision authorize(User user, RequestInfo request) {
        var spec = spec(user, request);
        var match = matches(spec);
        if (match != Match.YES) {
            return match == Match.NO ? Decision.NO_OPINION : failed("a match condition failed");
        }
        var known = answers.get(spec);
        if (known != null && clock.millis() < known.untilMillis()) {
            return known.decision();
        }
        try {
            return remember(spec, ask(spec));
        } catch (WebhookException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private Decision failed(String why) {
        return new Decision(config.denies() ? Verdict.DENY : Verdict.NO_OPINION, "", why);
    }

    private enum Match {
        YES,
        NO,
        FAILED
    }

    /** A condition that is false decides, even if another one fails. */
    private Match matches(JsonMap spec) {
        var result = Match.YES;
        for (var condition : config.conditions()) {
            try {
                var value = condition.run(
                        name -> name.equals("request") ? Wrapping.wrap(spec, Decl.DYN) : null, new Budget(Limits.RULE));
                if (value.equals(false)) {
                    return Match.NO;
                }
            } catch (CelFailure | OverBudget e) {
                result = Match.FAILED;
            }
        }
        return result;
    }

    private Decision ask(JsonMap spec) {
        var answer = service.post(
                JsonMap.of(
                        "apiVersion",
                        "authorization.k8s.io/" + config.version(),
                        "kind",
                        "SubjectAccessReview",
                        "metadata",
                        JsonMap.EMPTY,
                        "spec",
                        config.version().equals("v1") ? spec : old(spec),
                        "status",
                        JsonMap.of("allowed", false)),
                config.timeout());
        var status = answer.map("status");
        var reason = status.string("reason");
        if (status.bool("allowed") && status.bool("denied")) {
            throw new WebhookException("webhook subject access review returned both allow and deny response");
        }
        var verdict =
                status.bool("denied") ? Verdict.DENY : status.bool("allowed") ? Verdict.ALLOW : Verdict.NO_OPINION;
        return new Decision(verdict, reason, status.string("evaluationError"));
    }

    /** As the beta version names groups. */
    private static JsonMap old(JsonMap spec) {
        var groups = spec.get("groups");
        return groups == null ? spec : spec.without("groups").with("group", groups);
    }

    private Decision remember(JsonMap spec, Decision decision) {
        var life = decision.allowed() ? config.authorizedLife() : config.unauthorizedLife();
        if (answers.size() >= MAX_REMEMBERED) {
            answers.clear();
        }
        answers.put(spec, new Remembered(decision, clock.millis() + life.toMillis()));
        return decision;
    }

    private static JsonMap spec(User user, RequestInfo request) {
        var info = Users.write(user);
        var spec = JsonMap.of("user", user.name());
        for (var key : List.of("uid", "groups", "extra")) {
            var value = info.get(key);
            spec = value == null ? spec : spec.with(key, value);
        }
        if (!request.isResource()) {
            return spec.with("nonResourceAttributes", JsonMap.of("path", request.path(), "verb", request.verb()));
        }
        var attributes = JsonMap.of("verb", request.verb(), "resource", request.resource());
        attributes = put(attributes, "group", request.group());
        attributes = put(attributes, "version", request.version());
        attributes = put(attributes, "namespace", request.namespace());
        attributes = put(attributes, "subresource", request.subresource());
        attributes = put(attributes, "name", request.name());
        attributes = put(attributes, "fieldSelector", request.selectors().fields());
        attributes = put(attributes, "labelSelector", request.selectors().labels());
        return spec.with("resourceAttributes", attributes);
    }

    private static JsonMap put(JsonMap attributes, String key, String value) {
        return value.isEmpty() ? attributes : attributes.with(key, value);
    }

    private static JsonMap put(JsonMap attributes, String key, List<Requirement> requirements) {
        if (requirements.isEmpty()) {
            return attributes;
        }
        var shown = requirements.stream().map(WebhookAuthorizer::requirement).toList();
        return attributes.with(key, JsonMap.of("requirements", JsonList.copyOf(shown)));
    }

    private static JsonMap requirement(Requirement requirement) {
        var operator = switch (requirement.operator()) {
            case IN, EQUALS -> "In";
            case NOT_IN, NOT_EQUALS -> "NotIn";
            case EXISTS -> "Exists";
            case DOES_NOT_EXIST -> "DoesNotExist";
            case GREATER_THAN -> "Gt";
            case LESS_THAN -> "Lt";
        };
        var shown = JsonMap.of("key", requirement.key(), "operator", operator);
        return requirement.values().isEmpty() ? shown : shown.with("values", JsonList.copyOf(requirement.values()));
    }
}
