package dev.jibe.controllers.bootstraptokens;

import dev.jibe.object.api.v1.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A bootstrap token, as a secret holds it.
 *
 * @param expires empty if it never does
 */
record BootstrapToken(String id, String secret, boolean signs, Optional<Instant> expires) {
    static final String NAMESPACE = "kube-system";
    static final String TYPE = "bootstrap.kubernetes.io/token";

    private static final String NAME_PREFIX = "bootstrap-token-";
    private static final Pattern ID = Pattern.compile("[a-z0-9]{6}");
    private static final Pattern SECRET = Pattern.compile("[a-z0-9]{16}");

    static boolean isHeldBy(Secret secret) {
        return secret.namespace().equals(NAMESPACE) && secret.type().equals(TYPE);
    }

    /** The token of a secret; nothing if it is none or no proper one. */
    static Optional<BootstrapToken> of(Secret secret) {
        var id = text(secret, "token-id");
        var value = text(secret, "token-secret");
        boolean isProper = isHeldBy(secret)
                && ID.matcher(id).matches()
                && SECRET.matcher(value).matches()
                && secret.name().equals(NAME_PREFIX + id);
        return isProper
                ? Optional.of(new BootstrapToken(
                        id, value, text(secret, "usage-bootstrap-signing").equals("true"), expiration(secret)))
                : Optional.empty();
    }

    /** When the token of a secret expires; what cannot be read has expired. */
    static Optional<Instant> expiration(Secret secret) {
        var text = text(secret, "expiration");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException unreadable) {
            return Optional.of(Instant.EPOCH);
        }
    }

    /** How long until then, at least nothing. */
    static Duration until(Instant expires, Instant now) {
        var left = Duration.between(now, expires);
        return left.isNegative() ? Duration.ZERO : left;
    }

    boolean isValid(Instant now) {
        return expires.filter(at -> !at.isAfter(now)).isEmpty();
    }

    private static String text(Secret secret, String key) {
        try {
            var bytes = Base64.getDecoder().decode(secret.tree().map("data").string(key));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
