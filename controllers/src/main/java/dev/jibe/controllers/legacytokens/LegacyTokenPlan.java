package dev.jibe.controllers.legacytokens;

import dev.jibe.object.api.v1.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What becomes of one secret with a token, decided from what was read and nothing else. */
enum LegacyTokenPlan {
    KEEP,
    INVALIDATE,
    DELETE;

    static final String TYPE = "kubernetes.io/service-account-token";
    static final String LAST_USED = "kubernetes.io/legacy-token-last-used";
    static final String INVALID_SINCE = "kubernetes.io/legacy-token-invalid-since";

    private static final Duration PERIOD = Duration.ofDays(365);

    /**
     * A secret and who knows of it.
     *
     * @param isAccounts whether a service account lists it, as it does those that were made unasked
     * @param isMounted whether a pod mounts it
     * @param trackedSince since when the use of tokens has been noted
     */
    record Observed(
            Secret secret, boolean isAccounts, boolean isMounted, Optional<LocalDate> trackedSince, Instant now) {}

    static LegacyTokenPlan of(Observed observed) {
        var secret = observed.secret();
        var limit = observed.now().minus(PERIOD);
        var lastDay = limit.atZone(ZoneOffset.UTC).toLocalDate();
        boolean isTrackedLongEnough =
                observed.trackedSince().filter(it -> !it.isAfter(lastDay)).isPresent();
        if (!secret.type().equals(TYPE)
                || !observed.isAccounts()
                || observed.isMounted()
                || !isTrackedLongEnough
                || secret.isTerminating()
                || secret.metadata().creationTimestamp().isAfter(limit)) {
            return KEEP;
        }
        boolean isUsed =
                day(secret, LAST_USED).filter(it -> !it.isBefore(lastDay)).isPresent();
        if (isUsed) {
            return KEEP;
        }
        var invalidSince = day(secret, INVALID_SINCE);
        if (invalidSince.isEmpty()) {
            return INVALIDATE;
        }
        return invalidSince.get().isAfter(lastDay) ? KEEP : DELETE;
    }

    /** The day that a label names; nothing if it names none. */
    static Optional<LocalDate> day(Secret secret, String label) {
        return day(secret.labels().getOrDefault(label, ""));
    }

    static Optional<LocalDate> day(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
