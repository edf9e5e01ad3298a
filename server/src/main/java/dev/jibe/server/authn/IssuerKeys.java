package dev.jibe.server.authn;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.server.configuration.JwtIssuer;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.tls.Pem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of an issuer, fetched where its discovery document says, when a token needs one that is not known yet. */
final class IssuerKeys {

    private static final int MAX_DOCUMENT_BYTES = 1 << 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** However many unknown keys are asked for, the issuer is asked no more often. */
    private static final long REFRESH_MILLIS = 10_000;

    private final JwtIssuer issuer;
    private final HttpClient http;
    private final Clock clock;
    private @Nullable JWKSet keys;
    private long fetchedMillis = Long.MIN_VALUE / 2;

    IssuerKeys(JwtIssuer issuer, HttpClient http, Clock clock) {
        this.issuer = issuer;
        this.http = http;
        this.clock = clock;
    }

    /** The keys that may have signed; empty if there are none of that id. */
    synchronized List<JWK> find(@Nullable String id) throws WireException {
        var found = known(id);
        if (found.isEmpty() && clock.millis() - fetchedMillis > REFRESH_MILLIS) {
            fetchedMillis = clock.millis();
            keys = fetch();
            found = known(id);
        }
        return found;
    }

    private List<JWK> known(@Nullable String id) {
        var all = keys;
        if (all == null) {
            return List.of();
        }
        return all.getKeys().stream()
                .filter(key -> id == null || id.equals(key.getKeyID()))
                .toList();
    }

    private JWKSet fetch() throws WireException {
        try {
            var discovery = issuer.discoveryUrl().isEmpty()
                    ? issuer.url().replaceAll("/+$", "") + "/.well-known/openid-configuration"
                    : issuer.discoveryUrl();
            var document = Json.parseMap(get(discovery));
            if (!document.string("issuer").equals(issuer.url())) {
                throw new WireException("oidc: issuer did not match the issuer returned by provider, expected \""
                        + issuer.url() + "\" got \"" + document.string("issuer") + "\"");
            }
            return JWKSet.parse(new String(get(document.string("jwks_uri")), StandardCharsets.UTF_8));
        } catch (MalformedException | ParseException | IllegalArgumentException e) {
            throw new WireException("oidc: the issuer's documents cannot be read: " + e.getMessage(), e);
        }
    }

    private byte[] get(String url) throws WireException {
        var tls = issuer.authorityPem().isEmpty()
                ? ClientTls.platform()
                : ClientTls.trusting(Pem.certificates(issuer.authorityPem()));
        try (var response = http.send(ClientRequest.get(URI.create(url)).within(TIMEOUT), tls)) {
            if (!response.isSuccess()) {
                throw new WireException("oidc: " + url + " answered " + response.status());
            }
            return response.body(MAX_DOCUMENT_BYTES);
        }
    }
}
