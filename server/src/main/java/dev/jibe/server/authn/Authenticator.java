package dev.jibe.server.authn;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.CertificateVerifier;
import dev.jibe.wire.tls.Subject;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells who sent a request: by a front proxy, a client certificate, a bearer token, or nobody in particular.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/">Authenticating</a>.
 */
public final class Authenticator {

    private static final Log LOG = Log.of(Authenticator.class);
    private static final int MAX_REMEMBERED = 4096;

    private final ConcurrentHashMap<X509Certificate, User> users = new ConcurrentHashMap<>();
    private final FrontProxy proxy;
    private final CertificateVerifier clients;
    private final TokenAuthenticator tokens;
    private final AnonymousAccess anonymous;
    private final Histogram.Series certificateLives;
    private final Clock clock;

    /** @param certificateLives is told for how many more seconds the certificates hold that clients come with */
    public Authenticator(
            FrontProxy proxy,
            CertificateVerifier clients,
            TokenAuthenticator tokens,
            AnonymousAccess anonymous,
            Histogram.Series certificateLives,
            Clock clock) {
        this.certificateLives = certificateLives;
        this.proxy = proxy;
        this.clients = clients;
        this.tokens = tokens;
        this.anonymous = anonymous;
        this.clock = clock;
    }

    /**
     * The user.
     *
     * @throws ApiException 401 if what was shown proves nothing
     */
    public User authenticate(ApiRequest request) {
        if (request.user().isPresent()) {
            return request.user().get().authenticated();
        }
        var certificate = byCertificate(request);
        if (certificate.isPresent()) {
            return certificate.get().authenticated();
        }
        var token = bearer(request).or(() -> socketToken(request));
        if (token.isPresent()) {
            return byToken(token.get());
        }
        if (!request.certificates().isEmpty() || !anonymous.allows(request.path())) {
            throw ApiException.unauthorized();
        }
        return User.ANONYMOUS;
    }

    private User byToken(String token) {
        if (tokens.authenticate(token, List.of()) instanceof TokenAuthenticator.Outcome.Known known) {
            return known.user().authenticated();
        }
        throw ApiException.unauthorized();
    }

    /** What is no bearer token is not looked at. */
    private static Optional<String> bearer(ApiRequest request) {
        var parts = request.headers().get("authorization", "").trim().split(" ", 3);
        boolean isBearer = parts.length > 1 && parts[0].equalsIgnoreCase("bearer") && !parts[1].isEmpty();
        return isBearer ? Optional.of(parts[1]) : Optional.empty();
    }

    /** Browsers cannot set headers on a WebSocket; they pass the token as a protocol. */
    private static Optional<String> socketToken(ApiRequest request) {
        var prefix = "base64url.bearer.authorization.k8s.io.";
        for (var value : request.headers().all("sec-websocket-protocol")) {
            for (var protocol : value.split(",", -1)) {
                if (protocol.trim().startsWith(prefix)) {
                    try {
                        var bytes =
                                Base64.getUrlDecoder().decode(protocol.trim().substring(prefix.length()));
                        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
                    } catch (IllegalArgumentException e) {
                        throw ApiException.unauthorized();
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<User> byCertificate(ApiRequest request) {
        var chain = request.certificates();
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        var named = proxy.user(request);
        if (named.isPresent()) {
            return named;
        }
        try {
            var now = clock.now();
            clients.verify(chain, now);
            certificateLives.observe((double)
                    Duration.between(now, chain.getFirst().getNotAfter().toInstant())
                            .toSeconds());
            var known = users.get(chain.getFirst());
            return Optional.of(known == null ? remember(chain.getFirst()) : known);
        } catch (WireException e) {
            LOG.debug("client certificate refused", "reason", e.getMessage());
            return Optional.empty();
        }
    }

    private User remember(X509Certificate certificate) throws WireException {
        var subject = Subject.of(certificate);
        var user = new User(subject.commonName(), "", subject.organizations(), credential(certificate)).authenticated();
        if (users.size() >= MAX_REMEMBERED) {
            users.clear();
        }
        users.put(certificate, user);
        return user;
    }

    /** Which certificate it was: audit logs and reviews show it. */
    private static Map<String, List<String>> credential(X509Certificate certificate) {
        return Map.of(
                "authentication.kubernetes.io/credential-id", List.of("X509SHA256=" + Fingerprint.sha256(certificate)));
    }
}
