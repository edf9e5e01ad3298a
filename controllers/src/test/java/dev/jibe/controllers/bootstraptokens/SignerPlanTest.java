package dev.jibe.controllers.bootstraptokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignerPlanTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Secret secret(String id, String... data) {
        var tree = JsonMap.of("token-id", base64(id), "token-secret", base64("0123456789abcdef"));
        for (int i = 0; i < data.length; i += 2) {
            tree = tree.with(data[i], base64(data[i + 1]));
        }
        var secret = Secret.KIND.create("kube-system", "bootstrap-token-" + id);
        return new Secret(secret.tree().with("type", BootstrapToken.TYPE).with("data", tree));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ConfigMap map(JsonMap data) {
        return new ConfigMap(
                ConfigMap.KIND.create("kube-public", "cluster-info").tree().with("data", data));
    }

    private static SignerPlan plan(ConfigMap map, Secret... secrets) {
        var tokens = List.of(secrets).stream()
                .map(BootstrapToken::of)
                .flatMap(Optional::stream)
                .toList();
        return SignerPlan.of(map, tokens, NOW);
    }

    @Test
    void signsByEveryTokenThatMaySign() {
        var plan = plan(
                map(JsonMap.of("kubeconfig", "content", "jws-kubeconfig-gone00", "old", "other", "kept")),
                secret("abcdef", "usage-bootstrap-signing", "true"),
                secret("ghijkl"));
        var data = plan.change().orElseThrow().tree().map("data");
        assertEquals("kept", data.string("other"));
        assertEquals(3, data.size());
        var parts = data.string("jws-kubeconfig-abcdef").split("\\.", -1);
        assertEquals("", parts[1]);
        assertEquals(
                "{\"alg\":\"HS256\",\"kid\":\"abcdef\"}",
                new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8));
        assertEquals(43, parts[2].length());
    }

    @Test
    void aSignatureIsTheOneOfRfc7515() {
        var token = new BootstrapToken("joshua", "my-secret", true, Optional.empty());
        // Computed with a command line tool: printf HEADER.PAYLOAD | openssl dgst -sha256 -hmac my-secret -binary
        assertEquals(
                "eyJhbGciOiJIUzI1NiIsImtpZCI6Impvc2h1YSJ9..qH5Kd7sfBM-bYSPCLiFMeCdVG3SnYb3iHnafZyD565s",
                DetachedSignature.of("Hello from the other side!", token));
    }

    @Test
    void planningAgainOnTheResultChangesNothing() {
        var secret = secret("abcdef", "usage-bootstrap-signing", "true");
        var changed =
                plan(map(JsonMap.of("kubeconfig", "content")), secret).change().orElseThrow();
        assertTrue(plan(changed, secret).change().isEmpty());
    }

    @Test
    void anExpiredTokenSignsNothingAndTheNextEndIsWaitedFor() {
        var plan = plan(
                map(JsonMap.of("kubeconfig", "content")),
                secret("expire", "usage-bootstrap-signing", "true", "expiration", "2025-12-31T23:59:59Z"),
                secret("unread", "usage-bootstrap-signing", "true", "expiration", "tomorrow"),
                secret("future", "usage-bootstrap-signing", "true", "expiration", "2026-01-01T01:30:00+01:00"));
        assertEquals(2, plan.change().orElseThrow().tree().map("data").size());
        assertEquals(Optional.of(Duration.ofMinutes(30)), plan.recheck());
    }

    @Test
    void improperTokensAreNone() {
        assertTrue(BootstrapToken.of(secret("TOOBIG")).isEmpty());
        var misnamed = secret("abcdef");
        assertTrue(BootstrapToken.of(new Secret(misnamed.tree().withAt("other", "metadata", "name")))
                .isEmpty());
    }
}
