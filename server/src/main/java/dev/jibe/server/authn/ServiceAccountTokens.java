package dev.jibe.server.authn;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.Ids;
import dev.jibe.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Issues tokens of service accounts and tells whose a token is.
 *
 * <p>A token holds as long as what it is bound to exists: its account, and its pod, secret or node. See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/">Managing Service Accounts</a>.
 */
public final class ServiceAccountTokens {

    private static final String PREFIX = "system:serviceaccount:";
    private static final String PRIVATE_CLAIMS = "kubernetes.io";

    private final Store<JsonMap> store;
    private final Supplier<TokenSigner> signer;
    private final String issuer;
    private final Clock clock;
    private final Ids ids;

    public ServiceAccountTokens(
            Store<JsonMap> store, Supplier<TokenSigner> signer, String issuer, Clock clock, Ids ids) {
        this.store = store;
        this.signer = signer;
        this.issuer = issuer;
        this.clock = clock;
        this.ids = ids;
    }

    /** What a token is bound to besides its account: a kind in lower case, a name and a uid. */
    public record Binding(String kind, String name, String uid) {}

    /** A token, and until when it holds. */
    public record Issued(String token, Instant expires) {}

    public String issuer() {
        return issuer;
    }

    public JsonMap jwks() {
        return signer.get().jwks();
    }

    public Issued issue(JsonMap account, List<Binding> bindings, List<String> audiences, long lifetimeSeconds) {
        var metadata = account.map("metadata");
        var now = clock.now();
        var expires = now.plusSeconds(lifetimeSeconds);
        var identity = JsonMap.of(
                "namespace", metadata.string("namespace"),
                "serviceaccount", JsonMap.of("name", metadata.string("name"), "uid", metadata.string("uid")));
        for (var binding : bindings) {
            identity = identity.with(binding.kind(), JsonMap.of("name", binding.name(), "uid", binding.uid()));
        }
        var claims = JsonMap.of(
                "iss",
                issuer,
                "sub",
                PREFIX + metadata.string("namespace") + ":" + metadata.string("name"),
                "aud",
                JsonList.copyOf(audiences.isEmpty() ? List.of(issuer) : audiences),
                "iat",
                now.getEpochSecond(),
                "nbf",
                now.getEpochSecond(),
                "exp",
                expires.getEpochSecond(),
                "jti",
                ids.uuid(),
                PRIVATE_CLAIMS,
                identity);
        return new Issued(signer.get().sign(claims), expires);
    }

    /** Whose the token is, if it holds now for one of the audiences. */
    public Optional<User> authenticate(String token, List<String> audiences) {
        return signer.get()
                .verify(token)
                .filter(claims -> holds(claims, audiences))
                .flatMap(this::user);
    }

    private boolean holds(JsonMap claims, List<String> audiences) {
        long now = clock.now().getEpochSecond();
        var wanted = audiences.isEmpty() ? List.of(issuer) : audiences;
        return claims.string("iss").equals(issuer)
                && now < claims.number("exp")
                && now >= claims.number("nbf") - 1
                && claims.list("aud").strings().anyMatch(wanted::contains);
    }

    private Optional<User> user(JsonMap claims) {
        var identity = claims.map(PRIVATE_CLAIMS);
        var namespace = identity.string("namespace");
        var name = identity.map("serviceaccount").string("name");
        var uid = identity.map("serviceaccount").string("uid");
        if (!exists("serviceaccounts", namespace + "/" + name, uid)) {
            return Optional.empty();
        }
        Map<String, List<String>> extra = new LinkedHashMap<>();
        extra.put("authentication.kubernetes.io/credential-id", List.of("JTI=" + claims.string("jti")));
        for (var kind : List.of("pod", "secret")) {
            if (identity.has(kind)) {
                var bound = identity.map(kind);
                if (!exists(kind + "s", namespace + "/" + bound.string("name"), bound.string("uid"))) {
                    return Optional.empty();
                }
                extra.put("authentication.kubernetes.io/" + kind + "-name", List.of(bound.string("name")));
                extra.put("authentication.kubernetes.io/" + kind + "-uid", List.of(bound.string("uid")));
            }
        }
        if (identity.has("node")) {
            extra.put(
                    "authentication.kubernetes.io/node-name",
                    List.of(identity.map("node").string("name")));
            extra.put(
                    "authentication.kubernetes.io/node-uid",
                    List.of(identity.map("node").string("uid")));
        }
        return Optional.of(new User(PREFIX + namespace + ":" + name, uid, groups(namespace), extra));
    }

    private boolean exists(String bucket, String key, String uid) {
        var entry = store.latest().get(bucket, key);
        return entry != null && entry.value().map("metadata").string("uid").equals(uid);
    }

    private static List<String> groups(String namespace) {
        var groups = new ArrayList<String>();
        groups.add("system:serviceaccounts");
        groups.add("system:serviceaccounts:" + namespace);
        groups.add(User.AUTHENTICATED);
        return List.copyOf(groups);
    }
}
