package dev.jibe.server.authn;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.Ids;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.authz.RuleCoverage;
import dev.jibe.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Issues tokens of service accounts and tells whose a token is.
 *
 * <p>A token holds as long as what it is bound to exists: its account, and its pod, secret or node. See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/">Managing Service Accounts</a>.
 */
public final class ServiceAccountTokens implements TokenAuthenticator {

    static final String PREFIX = "system:serviceaccount:";
    private static final String PRIVATE_CLAIMS = "kubernetes.io";

    /** Kubelets ask for this lifetime; such tokens hold a year, and what uses one longer than asked is noted. */
    private static final long EXTENDED_FROM_SECONDS = 3607;

    private static final long EXTENDED_TO_SECONDS = 365L * 24 * 3600;

    private final Supplier<TokenSigner> signer;
    private final TokenOwners owners;
    private final LegacyTokens legacy;
    private final Counter uses;
    private final Counter legacyUses;
    private final Policy policy;
    private final Clock clock;
    private final Ids ids;

    public ServiceAccountTokens(
            Store<JsonMap> store, Supplier<TokenSigner> signer, Policy policy, Metrics metrics, Clock clock, Ids ids) {
        this.uses = metrics.counter(
                "serviceaccount_valid_tokens_total", "[ALPHA] Cumulative valid projected service account tokens used");
        this.legacyUses = metrics.counter(
                "serviceaccount_legacy_tokens_total", "[ALPHA] Cumulative legacy service account tokens used");
        this.owners = new TokenOwners(store, clock);
        this.legacy = new LegacyTokens(store, clock);
        this.signer = signer;
        this.policy = policy;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * What is said in tokens, and which of them hold.
     *
     * @param issuers the first one issues tokens, those of all of them hold
     * @param audiences what the API server is known as; a token for none of them is not for it
     * @param keys where the keys are found that verify tokens; at this server if empty
     * @param longest lifetime that is granted; any that the API allows if it is zero
     * @param extended whether tokens of pods hold for longer than was asked
     */
    public record Policy(
            List<String> issuers, List<String> audiences, String keys, Duration longest, boolean extended) {

        /** The usual, with this one issuer. */
        public static Policy of(String issuer) {
            return new Policy(List.of(issuer), List.of(issuer), "", Duration.ZERO, true);
        }

        public String issuer() {
            return issuers.getFirst();
        }
    }

    /** What a token is bound to besides its account: a kind in lower case, a name and a uid, which may be empty. */
    public record Binding(String kind, String name, String uid) {}

    /** A token, and until when its owner should use it. */
    public record Issued(String token, Instant expires) {}

    public Policy policy() {
        return policy;
    }

    public JsonMap jwks() {
        return signer.get().jwks();
    }

    public Issued issue(JsonMap account, List<Binding> bindings, List<String> audiences, long lifetimeSeconds) {
        var metadata = account.map("metadata");
        var now = clock.now();
        boolean ofPod = bindings.stream().anyMatch(each -> each.kind().equals("pod"));
        boolean extended = policy.extended()
                && ofPod
                && lifetimeSeconds == EXTENDED_FROM_SECONDS
                && policy.audiences().containsAll(audiences);
        var identity = JsonMap.of(
                "namespace", metadata.string("namespace"),
                "serviceaccount", JsonMap.of("name", metadata.string("name"), "uid", metadata.string("uid")));
        for (var binding : bindings) {
            var named = JsonMap.of("name", binding.name());
            identity =
                    identity.with(binding.kind(), binding.uid().isEmpty() ? named : named.with("uid", binding.uid()));
        }
        if (extended) {
            identity = identity.with("warnafter", now.getEpochSecond() + lifetimeSeconds);
        }
        var claims = JsonMap.of(
                "iss",
                policy.issuer(),
                "sub",
                PREFIX + metadata.string("namespace") + ":" + metadata.string("name"),
                "aud",
                JsonList.copyOf(audiences),
                "iat",
                now.getEpochSecond(),
                "nbf",
                now.getEpochSecond(),
                "exp",
                now.getEpochSecond() + (extended ? EXTENDED_TO_SECONDS : lifetimeSeconds),
                "jti",
                ids.uuid(),
                PRIVATE_CLAIMS,
                identity);
        return new Issued(signer.get().sign(claims), now.plusSeconds(lifetimeSeconds));
    }

    /** The token that a secret of type {@code kubernetes.io/service-account-token} holds. */
    public String issueLegacy(JsonMap account, String secret) {
        return signer.get().sign(LegacyTokens.claims(account, secret));
    }

    /** Whose the token is, if it holds now for one of the audiences. */
    @Override
    public Outcome authenticate(String token, List<String> audiences) {
        var verified = signer.get().verify(token);
        if (verified.isEmpty()) {
            return UNKNOWN;
        }
        var claims = verified.get();
        boolean isLegacy = claims.string("iss").equals(LegacyTokens.ISSUER);
        if (!isLegacy && !policy.issuers().contains(claims.string("iss"))) {
            return UNKNOWN;
        }
        var wanted = audiences.isEmpty() ? policy.audiences() : audiences;
        var meant = isLegacy && claims.list("aud").isEmpty()
                ? policy.audiences()
                : claims.list("aud").strings().toList();
        var held = meant.stream().filter(wanted::contains).toList();
        if (held.isEmpty()) {
            return new Outcome.Refused("token audiences " + RuleCoverage.quoted(meant)
                    + " is invalid for the target audiences " + RuleCoverage.quoted(wanted));
        }
        var owner = isLegacy ? legacy.owner(token, claims) : owners.owner(claims);
        return switch (owner) {
            case TokenOwners.Owner.Found(User user) -> {
                (isLegacy ? legacyUses : uses).increment();
                yield new Outcome.Known(user, held);
            }
            case TokenOwners.Owner.None(String why) -> new Outcome.Refused(why);
        };
    }
}
