package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.jibe.ServerSettings;
import dev.jibe.jibe.UsageException;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.json.Json;
import dev.jibe.server.configuration.AuthenticationConfiguration;
import dev.jibe.server.configuration.AuthorizationConfiguration;
import dev.jibe.wire.http.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What upstream's flags come to, and what is said of those that cannot be. */
final class FlagsTest {

    private static final String OIDC = "--oidc-issuer-url=https://issuer.example";

    /** What is said of command lines that cannot be. */
    private static final Map<String, String> WRONG = Map.ofEntries(
            Map.entry("--max-requests-inflight=-1", "--max-requests-inflight can not be negative value"),
            Map.entry("--max-requests-inflight=x", "--max-requests-inflight: 'x' is not a number"),
            Map.entry(
                    "--max-requests-inflight=0 --max-mutating-requests-inflight=0",
                    "invalid configuration: MaxRequestsInFlight=0 and MaxMutatingRequestsInFlight=0; they must add up to"
                            + " something positive"),
            Map.entry("--request-timeout=-1s", "--request-timeout can not be negative value"),
            Map.entry("--request-timeout=soon", "--request-timeout: 'soon' is not a duration such as 5m0s"),
            Map.entry("--goaway-chance=0.5", "--goaway-chance can not be less than 0 or greater than 0.02"),
            Map.entry(
                    "--enable-priority-and-fairness=no",
                    "--enable-priority-and-fairness: 'no' is neither true nor false"),
            Map.entry(
                    "--advertise-address=999.1.1.1",
                    "--advertise-address: '999.1.1.1' is no IPv4 address that pods can reach; name one of this machine's,"
                            + " such as 192.0.2.1"),
            Map.entry(
                    "--oidc-client-id=c",
                    "oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set"),
            Map.entry(
                    OIDC + " --oidc-client-id=c --authentication-config=f",
                    "authentication-config file and oidc-* flags are mutually exclusive"),
            Map.entry(
                    OIDC + " --oidc-client-id=c --oidc-signing-algs=HS256",
                    "--oidc-signing-algs: oidc: unsupported signing alg: \"HS256\"; known are [ES256, ES384, ES512, PS256,"
                            + " PS384, PS512, RS256, RS384, RS512]"),
            Map.entry(
                    OIDC + " --oidc-client-id=c --oidc-required-claim=team",
                    "--oidc-required-claim: 'team': malformed pair, expect string=string"),
            Map.entry(
                    "--authorization-mode=RBAC --authorization-config=f",
                    "--authorization-config can not be specified when --authorization-mode or --authorization-webhook-*"
                            + " flags are defined"),
            Map.entry("--authorization-mode=Nobody", "authorization-mode \"Nobody\" is not a valid mode"),
            Map.entry(
                    "--authorization-mode=RBAC,RBAC",
                    "authorization-mode [RBAC, RBAC] has mode specified more than once"),
            Map.entry(
                    "--authorization-webhook-config-file=f",
                    "cannot specify --authorization-webhook-config-file without mode Webhook"),
            Map.entry(
                    "--service-account-issuer=a --service-account-issuer=a",
                    "service-account-issuer \"a\" is already specified"),
            Map.entry(
                    "--service-account-max-token-expiration=10m",
                    "the service-account-max-token-expiration must be between 1 hour and 2^32 seconds"));

    @Test
    void whatCannotBeIsSaid() {
        WRONG.forEach((flags, message) -> assertEquals(
                message,
                assertThrows(UsageException.class, () -> ServerSettings.of(flags.split(" ")), flags)
                        .getMessage()));
    }

    @Test
    void withoutFlagsTheServerIsUpstreams() {
        var serving = ServerSettings.DEFAULT.serving();
        assertEquals(new ServerSettings.Seats(400, 200, true), serving.seats());
        assertEquals(Duration.ofMinutes(1), serving.limits().requestTimeout());
        assertEquals(Duration.ofMinutes(30), serving.watchTime());
        assertEquals(100, serving.limits().maxConcurrentStreams());
        assertEquals(Duration.ZERO, serving.shutdownDelay());
        assertEquals(0, serving.goawayChance());
        assertEquals(Duration.ofHours(1), ServerSettings.DEFAULT.kept().eventLife());
        assertEquals(
                AuthorizationConfiguration.DEFAULT,
                ServerSettings.DEFAULT.access().modes());
    }

    @Test
    void anIssuerOfFlagsIsTheSameAsOneOfAFile(@TempDir Path directory) throws IOException {
        var authority = directory.resolve("ca.pem");
        Files.writeString(authority, "PEM");
        var flags = ServerSettings.of(
                OIDC,
                "--oidc-client-id=cluster",
                "--oidc-groups-claim=groups",
                "--oidc-groups-prefix=oidc:",
                "--oidc-required-claim=team=a",
                "--oidc-ca-file=" + authority,
                "--oidc-signing-algs=ES256,RS256");
        var file = AuthenticationConfiguration.of(
                Json.parseMap("""
                {"jwt": [{
                  "issuer": {"url": "https://issuer.example", "audiences": ["cluster"], "certificateAuthority": "PEM"},
                  "claimMappings": {
                    "username": {"claim": "sub", "prefix": "https://issuer.example#"},
                    "groups": {"claim": "groups", "prefix": "oidc:"}},
                  "claimValidationRules": [{"claim": "team", "requiredValue": "a"}]}]}
                """.getBytes(StandardCharsets.UTF_8)), Set.of("ES256", "RS256"));
        assertEquals(file, flags.access().issuers());
    }

    @Test
    void whoIssuesTokensAndWhoIsMeantCanBeSaid() throws IOException {
        var settings = ServerSettings.of(
                "--service-account-issuer=https://new.example",
                "--service-account-issuer=https://old.example",
                "--api-audiences=api,other",
                "--service-account-max-token-expiration=1h",
                "--service-account-jwks-uri=https://keys.example/jwks");
        try (var cluster = Jibe.start(JibeOptions.DEFAULT.withNodes(0).withSettings(settings));
                var raw = new Raw(cluster)) {
            var discovery = raw.getJson("/.well-known/openid-configuration").body();
            assertEquals("https://new.example", discovery.string("issuer"));
            assertEquals("https://keys.example/jwks", discovery.string("jwks_uri"));
            raw.post(
                    "/api/v1/namespaces/default/serviceaccounts",
                    "application/json",
                    "{\"metadata\":{\"name\":\"a\"}}");
            var issued = raw.post(
                            "/api/v1/namespaces/default/serviceaccounts/a/token",
                            "application/json",
                            "{\"spec\":{\"expirationSeconds\":7200}}")
                    .body();
            assertEquals(3600, issued.map("spec").number("expirationSeconds"));
            var token = issued.map("status").string("token");
            var claims = Json.parseMap(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
            assertEquals("https://new.example", claims.string("iss"));
            assertEquals(List.of("api", "other"), claims.list("aud").strings().toList());
            assertEquals(403, raw.getWithToken("/api/v1/nodes", token).code());
        }
    }

    @Test
    void whoDecidesCanBeSaid() throws IOException {
        var settings = ServerSettings.of("--authorization-mode=AlwaysAllow");
        try (var cluster = Jibe.start(JibeOptions.DEFAULT.withNodes(0).withSettings(settings))) {
            var maps = cluster.clientOf("jane").of(ConfigMap.KIND);
            assertEquals(
                    0, maps.list("none", dev.jibe.client.Selectors.ALL).items().size());
        }
    }

    @Test
    void watchesEndWhenTheyMust() throws IOException {
        var settings = ServerSettings.of("--min-request-timeout=1");
        try (var cluster = Jibe.start(JibeOptions.DEFAULT.withNodes(0).withSettings(settings));
                var raw = new Raw(cluster)) {
            assertEquals(List.of(), raw.lines("/api/v1/namespaces/none/pods?watch=true", Headers.EMPTY));
        }
    }

    @Test
    void withoutFairnessNobodyIsToldOfLevels() throws IOException {
        var settings = ServerSettings.of("--enable-priority-and-fairness=false");
        try (var cluster = Jibe.start(JibeOptions.DEFAULT.withNodes(0).withSettings(settings));
                var raw = new Raw(cluster)) {
            assertEquals("404 page not found\n", raw.text("/debug/api_priority_and_fairness/dump_queues"));
            assertEquals(200, raw.getJson("/api/v1/nodes").code());
        }
    }
}
