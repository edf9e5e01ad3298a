package dev.jibe.server.authn;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.server.authn.TokenOwners.Owner;
import dev.jibe.store.Expect;
import dev.jibe.store.Store;
import dev.jibe.store.StoreException;
import dev.jibe.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Tokens that secrets of type {@code kubernetes.io/service-account-token} hold: they do not end, but with their secret.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/security/service-accounts/#legacy-service-account-tokens">Legacy tokens</a>.
 */
final class LegacyTokens {

    static final String ISSUER = "kubernetes/serviceaccount";
    private static final String CLAIM = "kubernetes.io/serviceaccount/";
    private static final String LAST_USED = "kubernetes.io/legacy-token-last-used";
    private static final String INVALID_SINCE = "kubernetes.io/legacy-token-invalid-since";

    private final Store<JsonMap> store;
    private final Clock clock;
    private final TokenOwners owners;

    LegacyTokens(Store<JsonMap> store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.owners = new TokenOwners(store, clock);
    }

    static JsonMap claims(JsonMap account, String secret) {
        var metadata = account.map("metadata");
        var namespace = metadata.string("namespace");
        var name = metadata.string("name");
        return JsonMap.of(
                "iss",
                ISSUER,
                "sub",
                ServiceAccountTokens.PREFIX + namespace + ":" + name,
                CLAIM + "namespace",
                namespace,
                CLAIM + "secret.name",
                secret,
                CLAIM + "service-account.name",
                name,
                CLAIM + "service-account.uid",
                metadata.string("uid"));
    }

    Owner owner(String token, JsonMap claims) {
        var namespace = claims.string(CLAIM + "namespace");
        var secretName = claims.string(CLAIM + "secret.name");
        var name = claims.string(CLAIM + "service-account.name");
        var uid = claims.string(CLAIM + "service-account.uid");
        if (namespace.isEmpty()) {
            return new Owner.None("namespace claim is missing");
        }
        if (secretName.isEmpty()) {
            return new Owner.None("secretName claim is missing");
        }
        if (name.isEmpty()) {
            return new Owner.None("serviceAccountName claim is missing");
        }
        if (uid.isEmpty()) {
            return new Owner.None("serviceAccountUID claim is missing");
        }
        if (!claims.string("sub").equals(ServiceAccountTokens.PREFIX + namespace + ":" + name)) {
            return new Owner.None("sub claim is invalid");
        }
        var secret = store.find("secrets", namespace + "/" + secretName);
        if (secret == null || secret.value().map("metadata").has("deletionTimestamp")) {
            return new Owner.None("Token has been invalidated");
        }
        var held = secret.value().map("data").string("token");
        if (!held.equals(Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8)))) {
            return new Owner.None("Token does not match server's copy");
        }
        var account = store.find("serviceaccounts", namespace + "/" + name);
        if (account == null) {
            return new Owner.None("serviceaccounts \"" + name + "\" not found");
        }
        if (owners.isGone(account.value())) {
            return new Owner.None("ServiceAccount " + namespace + "/" + name + " has been deleted");
        }
        var there = account.value().map("metadata").string("uid");
        if (!there.equals(uid)) {
            return new Owner.None("ServiceAccount UID (" + there + ") does not match claim (" + uid + ")");
        }
        var labels = secret.value().map("metadata").map("labels");
        if (labels.has(INVALID_SINCE)) {
            return new Owner.None("the token in secret " + namespace + "/" + secretName + " for service account "
                    + namespace + "/" + name + " has been marked invalid. Use tokens from the TokenRequest API or"
                    + " manually created secret-based tokens, or remove the '" + INVALID_SINCE
                    + "' label from the secret to temporarily allow use of this token");
        }
        noteUse(secret.value(), namespace + "/" + secretName, secret.modRevision());
        return new Owner.Found(new User(
                ServiceAccountTokens.PREFIX + namespace + ":" + name, uid, TokenOwners.groups(namespace), Map.of()));
    }

    /** Once a day; who loses a race against another write leaves it to the next use. */
    private void noteUse(JsonMap secret, String key, long revision) {
        var today = TokenOwners.day(clock.now());
        var used = secret.at("metadata", "labels", LAST_USED);
        if (today.equals(used)) {
            return;
        }
        try {
            var noted = secret.withAt(today, "metadata", "labels", LAST_USED);
            store.commit(Write.put("secrets", key, noted, Expect.revision(revision)));
        } catch (StoreException e) {
            // The token holds all the same.
        }
    }
}
