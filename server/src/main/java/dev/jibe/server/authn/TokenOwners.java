package dev.jibe.server.authn;

import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.runtime.Clock;
import dev.jibe.store.Store;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the account that a token speaks for is still there, and what the token is bound to. */
final class TokenOwners {

    static final String INVALIDATED = "service account token has been invalidated";
    private static final String EXTRA = "authentication.kubernetes.io/";

    /** Clocks may differ by that much: what is deleted counts as there for so long. */
    private static final long LEEWAY_SECONDS = 60;

    private final Store<JsonMap> store;
    private final Clock clock;

    TokenOwners(Store<JsonMap> store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** What came of looking for the owner. */
    sealed interface Owner {
        record Found(User user) implements Owner {}

        record None(String why) implements Owner {}
    }

    Owner owner(JsonMap claims) {
        long now = clock.now().getEpochSecond();
        if (claims.has("exp") && now > claims.number("exp")) {
            return new Owner.None("service account token has expired");
        }
        if (claims.number("nbf") > now + 1) {
            return new Owner.None("service account token is not valid yet");
        }
        var identity = claims.map("kubernetes.io");
        var namespace = identity.string("namespace");
        var account = identity.map("serviceaccount");
        var found = find("serviceaccounts", namespace + "/" + account.string("name"));
        if (found == null) {
            return new Owner.None("serviceaccounts \"" + account.string("name") + "\" not found");
        }
        var uid = found.map("metadata").string("uid");
        if (!uid.equals(account.string("uid"))) {
            return new Owner.None(
                    "service account UID (" + uid + ") does not match claim (" + account.string("uid") + ")");
        }
        if (isGone(found)) {
            return new Owner.None(INVALIDATED);
        }
        for (var kind : List.of("secret", "pod", "node")) {
            boolean informs = kind.equals("node") && identity.has("pod");
            if (identity.has(kind) && !informs) {
                var why = unbound(kind, namespace, identity.map(kind));
                if (!why.isEmpty()) {
                    return new Owner.None(why);
                }
            }
        }
        var name = ServiceAccountTokens.PREFIX + namespace + ":" + account.string("name");
        return new Owner.Found(new User(name, uid, groups(namespace), extra(claims, identity)));
    }

    /** Why the token has lost what it is bound to; empty if it has not. */
    private String unbound(String kind, String namespace, JsonMap bound) {
        var name = bound.string("name");
        var found = find(kind + "s", kind.equals("node") ? name : namespace + "/" + name);
        if (found == null) {
            return INVALIDATED;
        }
        var uid = found.map("metadata").string("uid");
        if (!uid.equals(bound.string("uid"))) {
            return kind + " UID (" + uid + ") does not match service account " + kind + " ref claim ("
                    + bound.string("uid") + ")";
        }
        return isGone(found) ? INVALIDATED : "";
    }

    private @Nullable JsonMap find(String bucket, String key) {
        var entry = store.find(bucket, key);
        return entry == null ? null : entry.value();
    }

    boolean isGone(JsonMap object) {
        var deleted = object.map("metadata").string("deletionTimestamp");
        return !deleted.isEmpty() && Instant.parse(deleted).isBefore(clock.now().minusSeconds(LEEWAY_SECONDS));
    }

    private static Map<String, List<String>> extra(JsonMap claims, JsonMap identity) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        if (!claims.string("jti").isEmpty()) {
            extra.put(EXTRA + "credential-id", List.of("JTI=" + claims.string("jti")));
        }
        for (var kind : List.of("pod", "node")) {
            var bound = identity.map(kind);
            for (var part : List.of("name", "uid")) {
                if (!bound.string(part).isEmpty()) {
                    extra.put(EXTRA + kind + "-" + part, List.of(bound.string(part)));
                }
            }
        }
        return extra;
    }

    static List<String> groups(String namespace) {
        return List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, User.AUTHENTICATED);
    }

    /** The day, as labels note it. */
    static String day(Instant now) {
        return Times.seconds(now).substring(0, 10);
    }
}
