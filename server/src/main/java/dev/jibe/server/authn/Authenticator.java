package dev.jibe.server.authn;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.CertificateVerifier;
import dev.jibe.wire.tls.Subject;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells who sent a request: by client certificate, by bearer token, or nobody in particular.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/">Authenticating</a>.
 */
public final class Authenticator {

    private static final Log LOG = Log.of(Authenticator.class);
    private static final int MAX_REMEMBERED = 4096;

    private final ConcurrentHashMap<X509Certificate, User> users = new ConcurrentHashMap<>();
    private final CertificateVerifier clients;
    private final ServiceAccountTokens tokens;
    private final Clock clock;

    public Authenticator(CertificateVerifier clients, ServiceAccountTokens tokens, Clock clock) {
        this.clients = clients;
        this.tokens = tokens;
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
        var certificate = byCertificate(request.certificates());
        if (certificate.isPresent()) {
            return certificate.get().authenticated();
        }
        var header = request.headers().get("authorization", "");
        if (header.regionMatches(true, 0, "bearer ", 0, 7)) {
            return byToken(header.substring(7).trim());
        }
        var fromSocket = socketToken(request);
        if (fromSocket.isPresent()) {
            return byToken(fromSocket.get());
        }
        if (!header.isEmpty() || !request.certificates().isEmpty()) {
            throw ApiException.unauthorized();
        }
        return User.ANONYMOUS;
    }

    private User byToken(String token) {
        return tokens.authenticate(token, List.of())
                .orElseThrow(ApiException::unauthorized)
                .authenticated();
    }

    /** Browsers cannot set headers on a WebSocket; they pass the token as a protocol. */
    private static Optional<String> socketToken(ApiRequest request) {
        var prefix = "base64url.bearer.authorization.k8s.io.";
        for (var value : request.headers().all("sec-websocket-protocol")) {
            for (var protocol : value.split(",", -1)) {
                if (protocol.trim().startsWith(prefix)) {
                    try {
                        var bytes = java.util.Base64.getUrlDecoder()
                                .decode(protocol.trim().substring(prefix.length()));
                        return Optional.of(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
                    } catch (IllegalArgumentException e) {
                        throw ApiException.unauthorized();
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<User> byCertificate(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        try {
            clients.verify(chain, clock.now());
            var known = users.get(chain.getFirst());
            return Optional.of(known == null ? remember(chain.getFirst()) : known);
        } catch (WireException e) {
            LOG.debug("client certificate refused", "reason", e.getMessage());
            return Optional.empty();
        }
    }

    private User remember(X509Certificate certificate) throws WireException {
        var subject = Subject.of(certificate);
        var user = new User(subject.commonName(), "", subject.organizations(), Map.of()).authenticated();
        if (users.size() >= MAX_REMEMBERED) {
            users.clear();
        }
        users.put(certificate, user);
        return user;
    }
}
