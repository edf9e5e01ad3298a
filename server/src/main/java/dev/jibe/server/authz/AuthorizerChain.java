package dev.jibe.server.authz;

import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.RequestInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Authorizers in their order: the first that allows or denies decides.
 *
 * <p>Members of {@code system:masters} may do everything, before anybody is asked. See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/">Authorization</a>.
 */
public record AuthorizerChain(List<Authorizer> authorizers, Observer observer) implements Authorizer, Rules {

    /** Hears which of the authorizers, counted from 0, has decided how. */
    @FunctionalInterface
    public interface Observer {
        void decided(int index, Verdict verdict);
    }

    public AuthorizerChain {
        authorizers = List.copyOf(authorizers);
    }

    public AuthorizerChain(List<Authorizer> authorizers) {
        this(authorizers, (index, verdict) -> {});
    }

    @Override
    public Decision authorize(User user, RequestInfo request) {
        if (user.isIn(User.MASTERS)) {
            return Decision.ALLOWED;
        }
        var reasons = new ArrayList<String>(2);
        var errors = new ArrayList<String>(0);
        for (int i = 0; i < authorizers.size(); i++) {
            var decision = authorizers.get(i).authorize(user, request);
            if (decision.verdict() != Verdict.NO_OPINION) {
                observer.decided(i, decision.verdict());
                return decision;
            }
            if (!decision.reason().isEmpty()) {
                reasons.add(decision.reason());
            }
            if (!decision.error().isEmpty()) {
                errors.add(decision.error());
            }
        }
        return new Decision(Verdict.NO_OPINION, String.join("\n", reasons), joined(errors));
    }

    @Override
    public Known rules(User user, String namespace) {
        var rules = new ArrayList<JsonMap>();
        var errors = new ArrayList<String>();
        for (var authorizer : authorizers) {
            if (authorizer instanceof Rules some) {
                var known = some.rules(user, namespace);
                rules.addAll(known.rules());
                if (!known.error().isEmpty()) {
                    errors.add(known.error());
                }
            }
        }
        return new Known(rules, joined(errors));
    }

    private static String joined(List<String> errors) {
        return errors.size() < 2 ? String.join("", errors) : "[" + String.join(", ", errors) + "]";
    }
}
