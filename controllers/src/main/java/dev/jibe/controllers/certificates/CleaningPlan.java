package dev.jibe.controllers.certificates;

import dev.jibe.object.api.certificates.v1.CertificateSigningRequest;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.Pem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** When a request has been kept for long enough: an hour after it was answered, a day after it was not. */
final class CleaningPlan {
    private static final Duration ANSWERED = Duration.ofHours(1);
    private static final Duration PENDING = Duration.ofHours(24);

    private CleaningPlan() {}

    static Instant expiry(CertificateSigningRequest request) {
        var answered = request.status().conditions().stream()
                .filter(it -> !it.type().isEmpty() && it.hasLastUpdateTime())
                .filter(it -> !it.type().equals("Approved") || Requests.isIssued(request))
                .map(it -> it.lastUpdateTime().plus(ANSWERED));
        var pending = request.metadata().creationTimestamp().plus(PENDING);
        return Stream.of(answered, end(request).stream(), Stream.of(pending).filter(it -> isPending(request)))
                .flatMap(it -> it)
                .min(Comparator.naturalOrder())
                .orElse(pending);
    }

    private static boolean isPending(CertificateSigningRequest request) {
        return !Requests.isDecided(request);
    }

    /** When the certificate itself ends. */
    private static Optional<Instant> end(CertificateSigningRequest request) {
        if (!Requests.isIssued(request)) {
            return Optional.empty();
        }
        try {
            var text = new String(request.status().certificate(), StandardCharsets.UTF_8);
            return Pem.certificates(text).stream()
                    .map(it -> it.getNotAfter().toInstant())
                    .findFirst();
        } catch (WireException malformed) {
            return Optional.empty();
        }
    }
}
