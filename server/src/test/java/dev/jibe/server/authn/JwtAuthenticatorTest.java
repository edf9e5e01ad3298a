package dev.jibe.server.authn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.server.authn.TokenAuthenticator.Outcome;
import dev.jibe.server.configuration.AuthenticationConfiguration;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.http.server.HttpServer;
import dev.jibe.wire.http.server.ServerConfig;
import dev.jibe.wire.tls.AltNames;
import dev.jibe.wire.tls.CertificateAuthority;
import dev.jibe.wire.tls.CertificateSpec;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.Subject;
import dev.jibe.wire.tls.TlsConfig;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens of an issuer that serves its keys, configured with expressions. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class JwtAuthenticatorTest {

    private final Clock clock = Clock.system();
    private final ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    private final CertificateAuthority authority =
            CertificateAuthority.create("issuer", clock.now().minusSeconds(60), Duration.ofDays(1), new SecureRandom());
    private final HttpServer issuer = HttpServer.start(
            ServerConfig.https(
                    "127.0.0.1",
                    0,
                    new TlsConfig(
                            authority.issue(CertificateSpec.server(
                                    Subject.of("issuer"),
                                    AltNames.of(List.of("localhost"), List.of("127.0.0.1")),
                                    clock.now().minusSeconds(60),
                                    Duration.ofDays(1))),
                            List.of()),
                    clock),
            this::serve);
    private final String url = "https://127.0.0.1:" + issuer.address().getPort();
    private final HttpClient http = new HttpClient(clock);

    JwtAuthenticatorTest() throws Exception {}

    private void serve(Exchange exchange) throws Exception {
        var body = exchange.request().path().equals("/keys")
                ? "{\"keys\":[" + key.toPublicJWK().toJSONString() + "]}"
                : Json.text(JsonMap.of("issuer", url, "jwks_uri", url + "/keys"));
        exchange.respond(200, Headers.of("content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        http.close();
        issuer.close(Duration.ZERO);
    }

    private JwtAuthenticator authenticator() throws Exception {
        var config = """
                apiVersion: apiserver.config.k8s.io/v1
                kind: AuthenticationConfiguration
                jwt:
                - issuer: {url: "%s", audiences: [cluster], certificateAuthority: %s}
                  claimValidationRules: [{expression: "claims.team == 'a'", message: wrong team}]
                  claimMappings:
                    username: {expression: "claims.sub + '@here'"}
                    groups: {claim: groups, prefix: "g:"}
                    extra: [{key: example.org/where, valueExpression: claims.where}]
                  userValidationRules: [{expression: "!user.username.startsWith('root')", message: no root}]
                """.formatted(url, Json.text(Pem.write(authority.certificate())));
        var parsed = AuthenticationConfiguration.parse(config.getBytes(StandardCharsets.UTF_8));
        return new JwtAuthenticator(parsed.issuers().getFirst(), http, clock);
    }

    private Outcome present(JsonMap claims) throws Exception {
        var token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k").build(),
                new Payload(Json.text(JsonMap.of(
                                "iss", url, "aud", "cluster", "exp", clock.now().getEpochSecond() + 60)
                        .with("sub", claims.string("sub"))
                        .with("team", claims.string("team"))
                        .with("where", "home")
                        .with("groups", Json.parse("[\"x\",\"y\"]")))));
        token.sign(new ECDSASigner(key));
        return authenticator().authenticate(token.serialize(), List.of());
    }

    @Test
    void claimsBecomeAUser() throws Exception {
        var known = assertInstanceOf(Outcome.Known.class, present(JsonMap.of("sub", "me", "team", "a")));
        assertEquals("me@here", known.user().name());
        assertEquals(List.of("g:x", "g:y"), known.user().groups());
        assertEquals(List.of("home"), known.user().extra().get("example.org/where"));
    }

    @Test
    void rulesRefuse() throws Exception {
        var team = assertInstanceOf(Outcome.Refused.class, present(JsonMap.of("sub", "me", "team", "b")));
        assertEquals("oidc: error evaluating claim validation expression: wrong team", team.why());
        var root = assertInstanceOf(Outcome.Refused.class, present(JsonMap.of("sub", "root", "team", "a")));
        assertEquals("oidc: error evaluating user info validation expression: no root", root.why());
    }

    @Test
    void tokensOfOthersAreUnknown() throws Exception {
        assertInstanceOf(Outcome.Unknown.class, authenticator().authenticate("x.y.z", List.of()));
    }
}
