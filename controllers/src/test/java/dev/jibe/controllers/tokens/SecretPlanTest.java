package dev.jibe.controllers.tokens;

import static dev.jibe.controllers.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.v1.Secret;
import dev.jibe.object.api.v1.ServiceAccount;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretPlanTest {
    private static final ServiceAccount ACCOUNT = Fixtures.object(ServiceAccount.KIND, "bot", "{}");

    private static Secret secret(String annotations) {
        return Fixtures.object(Secret.KIND, "s", """
                {'type': 'kubernetes.io/service-account-token',
                 'metadata': {'annotations': {'kubernetes.io/service-account.name': 'bot' %s}}}""".formatted(annotations));
    }

    private static SecretPlan plan(Secret secret, Optional<ServiceAccount> account) {
        return SecretPlan.of(secret, account, "PEM", NOW);
    }

    @Test
    void aSecretIsFilledOnceAndGoesWithItsAccount() {
        var secret = secret("");
        assertEquals(new SecretPlan.Fill(ACCOUNT), plan(secret, Optional.of(ACCOUNT)));
        var filled = SecretPlan.filled(secret, ACCOUNT, "PEM", "token");
        assertEquals(new SecretPlan.Keep(), plan(filled, Optional.of(ACCOUNT)));
        assertEquals(new SecretPlan.Delete("Secret s"), plan(filled, Optional.empty()));
        var other = ACCOUNT.withMetadata(ACCOUNT.metadata().withUid("another"));
        assertEquals(new SecretPlan.Delete("Secret s"), plan(filled, Optional.of(other)));
    }

    @Test
    void aBootstrapTokenGoesWhenItEnds() {
        assertEquals(new SecretPlan.Wait(Duration.ofSeconds(60)), bootstrap("2026-05-04T12:01:00Z"));
        assertEquals(new SecretPlan.Delete("Secret t"), bootstrap("2026-05-04T11:59:00Z"));
        assertEquals(new SecretPlan.Delete("Secret t"), bootstrap("soon"));
    }

    private static SecretPlan bootstrap(String expiration) {
        var encoded = Base64.getEncoder().encodeToString(expiration.getBytes(StandardCharsets.UTF_8));
        var secret = Fixtures.object(Secret.KIND, "t", """
                {'type': 'bootstrap.kubernetes.io/token', 'data': {'expiration': '%s'}}""".formatted(encoded));
        return plan(secret, Optional.empty());
    }
}
