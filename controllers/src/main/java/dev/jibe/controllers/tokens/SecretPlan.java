package dev.jibe.controllers.tokens;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Secret;
import dev.jibe.object.api.v1.ServiceAccount;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** What becomes of a secret that holds a token, decided from what was read and nothing else. */
sealed interface SecretPlan {
    String ACCOUNT_TOKEN = "kubernetes.io/service-account-token";
    String BOOTSTRAP_TOKEN = "bootstrap.kubernetes.io/token";
    String ACCOUNT_NAME = "kubernetes.io/service-account.name";
    String ACCOUNT_UID = "kubernetes.io/service-account.uid";

    record Keep() implements SecretPlan {}

    /** Look again then. */
    record Wait(Duration delay) implements SecretPlan {}

    record Delete(String uid) implements SecretPlan {}

    /** Fill in what is missing of token, certificate and namespace. */
    record Fill(ServiceAccount account) implements SecretPlan {}

    static SecretPlan of(Secret secret, Optional<ServiceAccount> account, String authorityPem, Instant now) {
        if (secret.isTerminating()) {
            return new Keep();
        }
        return switch (secret.type()) {
            case ACCOUNT_TOKEN -> ofAccount(secret, account, authorityPem);
            case BOOTSTRAP_TOKEN -> ofBootstrap(secret, now);
            default -> new Keep();
        };
    }

    private static SecretPlan ofAccount(Secret secret, Optional<ServiceAccount> account, String authorityPem) {
        var uid = secret.annotations().getOrDefault(ACCOUNT_UID, "");
        if (!secret.annotations().containsKey(ACCOUNT_NAME)) {
            return new Keep();
        }
        if (account.isEmpty() || !(uid.isEmpty() || uid.equals(account.get().uid()))) {
            return new Delete(secret.uid());
        }
        var data = secret.tree().map("data");
        boolean isFull = !data.string("token").isEmpty()
                && data.string("ca.crt").equals(base64(authorityPem))
                && data.string("namespace").equals(base64(secret.namespace()))
                && uid.equals(account.get().uid());
        return isFull ? new Keep() : new Fill(account.get());
    }

    /** The secret with everything that it should hold. */
    static Secret filled(Secret secret, ServiceAccount account, String authorityPem, String token) {
        var data = secret.tree().map("data");
        if (data.string("token").isEmpty()) {
            data = data.with("token", base64(token));
        }
        data = data.with("ca.crt", base64(authorityPem)).with("namespace", base64(secret.namespace()));
        var annotations = secret.metadata().annotationsTree().with(ACCOUNT_UID, account.uid());
        return new Secret(secret.tree().with("data", data))
                .withMetadata(secret.metadata().withAnnotationsTree(annotations));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What says no time stays for good; what says one that cannot be read is taken to have ended. */
    private static SecretPlan ofBootstrap(Secret secret, Instant now) {
        JsonMap data = secret.tree().map("data");
        var encoded = data.string("expiration");
        if (encoded.isEmpty()) {
            return new Keep();
        }
        try {
            var text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            var left = Duration.between(now, Instant.parse(text));
            return left.isPositive() ? new Wait(left) : new Delete(secret.uid());
        } catch (DateTimeException | IllegalArgumentException unreadable) {
            return new Delete(secret.uid());
        }
    }
}
