package dev.jibe.server.authn;

import dev.jibe.server.authn.ImpersonationMode.Constrained;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.Refusal;
import dev.jibe.server.request.RequestInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Acting as another user, for those who may: for single actions, or, with the older verb {@code impersonate}, for all.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/">User Impersonation</a> and
 * KEP-5284.
 */
public final class Impersonation {

    private static final String PREFIX = "impersonate-";
    private static final String EXTRA = "impersonate-extra-";
    private static final int MAX_REMEMBERED = 4096;

    private final Authorizer authorizer;

    /** In which way a user was last allowed to impersonate: it is tried first, and its refusal is the one shown. */
    private final ConcurrentHashMap<String, ImpersonationMode> lastModes = new ConcurrentHashMap<>();

    public Impersonation(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /** Who is wanted, from the headers. */
    record Wanted(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
        boolean isNameOnly() {
            return uid.isEmpty() && groups.isEmpty() && extra.isEmpty();
        }
    }

    /** The user as whom the request goes on. */
    public User apply(User user, ApiRequest request, RequestInfo info) {
        var wanted = wanted(request);
        if (wanted == null) {
            return user;
        }
        if (wanted.name().isEmpty()) {
            throw ApiException.badRequest("requested " + GoUser.text(wanted) + " without impersonating a user name");
        }
        return impersonate(user, wanted, info.question(request.query()));
    }

    private static @Nullable Wanted wanted(ApiRequest request) {
        var found = new boolean[1];
        Map<String, List<String>> extra = new LinkedHashMap<>();
        request.headers().forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                found[0] = true;
                if (key.startsWith(EXTRA)) {
                    extra.computeIfAbsent(decoded(key.substring(EXTRA.length())), ignored -> new ArrayList<>())
                            .add(value);
                }
            }
        });
        if (!found[0]) {
            return null;
        }
        var headers = request.headers();
        var wanted = new Wanted(
                headers.get("impersonate-user", ""),
                headers.get("impersonate-uid", ""),
                headers.all("impersonate-group"),
                extra);
        return wanted.name().isEmpty() && wanted.isNameOnly() ? null : wanted;
    }

    private static String decoded(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return key;
        }
    }

    private User impersonate(User user, Wanted wanted, RequestInfo info) {
        Optional<ApiException> shown = Optional.empty();
        for (var mode : modes(user, wanted)) {
            var refused = mode instanceof Constrained constrained
                    ? constrained(user, wanted, info, constrained)
                    : everything(user, wanted);
            if (refused.isEmpty()) {
                remember(user, mode);
                return mode.user(wanted);
            }
            shown = shown.isPresent() ? shown : refused;
        }
        throw shown.orElseThrow();
    }

    private List<ImpersonationMode> modes(User user, Wanted wanted) {
        var modes = new ArrayList<>(ImpersonationMode.of(user, wanted));
        var last = lastModes.get(user.name());
        if (last != null && modes.remove(last)) {
            modes.addFirst(last);
        }
        return modes;
    }

    private void remember(User user, ImpersonationMode mode) {
        if (lastModes.size() >= MAX_REMEMBERED) {
            lastModes.clear();
        }
        lastModes.put(user.name(), mode);
    }

    /** For this action only: it has to be allowed to do it as somebody else, and to be who is wanted. */
    private Optional<ApiException> constrained(User user, Wanted wanted, RequestInfo info, Constrained mode) {
        var questions = new ArrayList<RequestInfo>();
        questions.add(info.withVerb("impersonate-on:" + mode.text() + ":" + info.verb()));
        questions.addAll(mode.questions(wanted));
        for (var question : questions) {
            var forbidden = mode.forbidden(question);
            var decision = authorizer.authorize(user, question);
            if (!forbidden.isEmpty() || !decision.allowed()) {
                return Optional.of(Refusal.of(user, question, forbidden.isEmpty() ? decision.reason() : forbidden));
            }
        }
        return Optional.empty();
    }

    private Optional<ApiException> everything(User user, Wanted wanted) {
        for (var question : ImpersonationMode.Everything.questions(wanted)) {
            var decision = authorizer.authorize(user, question);
            if (!decision.allowed()) {
                return Optional.of(Refusal.of(user, question, decision.reason()));
            }
        }
        return Optional.empty();
    }
}
