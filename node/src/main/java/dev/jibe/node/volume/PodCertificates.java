package dev.jibe.node.volume;

import dev.jibe.node.api.ClusterApi;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.certificates.v1beta1.PodCertificateRequest;
import dev.jibe.object.api.meta.v1.Condition;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.PodCertificateProjection;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.AltNames;
import dev.jibe.wire.tls.CertificateRequest;
import dev.jibe.wire.tls.Keys;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.Subject;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys and certificates of the node's pods: each is asked for when the pod needs it, and anew when its signer wants
 * that. They are not kept over a restart of the node.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/storage/projected-volumes/#podcertificate">podCertificate projected volumes</a>
 * and KEP-4317.
 */
final class PodCertificates {

    private static final Duration OVERDUE = Duration.ofMinutes(10);

    /** Requests of different pods are spread over this time. */
    private static final Duration SPREAD = Duration.ofMinutes(5);

    private record Key(String podUid, String volume, int source) {}

    /** What is asked for: the key exists already, in PEM. */
    private record Asked(String key, String request) {}

    /** A key and the chain of its certificate, both in PEM. */
    record Credentials(String key, String chain) {}

    private sealed interface State {
        /** Nothing has been issued yet. */
        record Waiting(Asked asked) implements State {}

        /** The signer has said no, for good. */
        record Refused(String why) implements State {}

        /**
         * Something has been issued.
         *
         * @param next what is asked for in its place, if it is time
         * @param told how much of its age the pod has been told
         */
        record Issued(Credentials credentials, Instant refreshAt, Instant notAfter, Optional<Asked> next, Told told)
                implements State {}
    }

    private enum Told {
        NOTHING,
        OVERDUE,
        EXPIRED
    }

    private final ClusterApi api;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<Key, State> states = new ConcurrentHashMap<>();

    PodCertificates(ClusterApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** What a source of a volume is to be filled with; a {@link VolumeFailure} if that has not been issued yet. */
    Credentials current(Pod pod, String volume, int source, PodCertificateProjection wanted) {
        var key = new Key(pod.uid(), volume, source);
        // One thread works for a pod; others must not wait while it asks the API server.
        var state = next(pod, volume, wanted, states.get(key));
        states.put(key, state);
        return switch (state) {
            case State.Waiting waiting -> throw new VolumeFailure(volume, "credential bundle is not issued yet");
            case State.Refused(String why) ->
                throw new VolumeFailure(volume, "PodCertificateRequest was permanently " + why);
            case State.Issued issued -> issued.credentials();
        };
    }

    private State next(Pod pod, String volume, PodCertificateProjection wanted, @Nullable State old) {
        return switch (old) {
            case null -> new State.Waiting(ask(pod, volume, wanted));
            case State.Waiting(Asked asked) -> {
                var found = api.certificateRequest(pod.namespace(), asked.request());
                // Somebody has deleted it.
                yield found.isEmpty()
                        ? new State.Waiting(ask(pod, volume, wanted))
                        : answered(pod, found.get(), asked).orElse(old);
            }
            case State.Refused refused -> refused;
            case State.Issued issued -> refreshed(pod, volume, wanted, issued);
        };
    }

    private State refreshed(Pod pod, String volume, PodCertificateProjection wanted, State.Issued issued) {
        if (clock.now().isBefore(issued.refreshAt())) {
            return issued;
        }
        if (issued.next().isPresent()) {
            var asked = issued.next().get();
            var found = api.certificateRequest(pod.namespace(), asked.request());
            if (found.isPresent()) {
                return answered(pod, found.get(), asked).orElseGet(() -> tell(pod, issued, issued.next()));
            }
        }
        return tell(pod, issued, Optional.of(ask(pod, volume, wanted)));
    }

    private State tell(Pod pod, State.Issued issued, Optional<Asked> next) {
        var now = clock.now();
        var told = issued.told();
        if (told == Told.NOTHING && now.isAfter(issued.refreshAt().plus(OVERDUE))) {
            api.event(pod, "Warning", "CertificateOverdueForRefresh", "PodCertificate refresh overdue");
            told = Told.OVERDUE;
        }
        if (told != Told.EXPIRED && now.isAfter(issued.notAfter())) {
            api.event(pod, "Warning", "CertificateExpired", "PodCertificate expired");
            told = Told.EXPIRED;
        }
        return new State.Issued(issued.credentials(), issued.refreshAt(), issued.notAfter(), next, told);
    }

    /** What follows from the signer's answer; nothing if there is none yet. */
    private Optional<State> answered(Pod pod, PodCertificateRequest request, Asked asked) {
        for (var condition : request.status().conditions()) {
            switch (condition.type()) {
                case "Denied" -> {
                    return Optional.of(refused(pod, request, condition, "denied", "was denied"));
                }
                case "Failed" -> {
                    return Optional.of(refused(pod, request, condition, "failed", "failed"));
                }
                case "Issued" -> {
                    return Optional.of(issued(pod, request, asked));
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private State refused(Pod pod, PodCertificateRequest request, Condition condition, String what, String happened) {
        var why = "reason=\"" + condition.reason() + "\" message=\"" + condition.message() + "\"";
        api.event(
                pod,
                "Warning",
                condition.type(),
                "PodCertificateRequest " + request.namespace() + "/" + request.name() + " " + happened + ", "
                        + why.replace(" message", ", message"));
        return new State.Refused(what + ": " + why);
    }

    private static State issued(Pod pod, PodCertificateRequest request, Asked asked) {
        var status = request.status();
        var chain = new StringBuilder();
        try {
            for (var block : Pem.blocks(status.certificateChain())) {
                chain.append(Pem.write("CERTIFICATE", block.content()));
            }
        } catch (WireException e) {
            return new State.Refused("failed: reason=\"\" message=\"" + e.getMessage() + "\"");
        }
        var later = Duration.ofSeconds(Math.floorMod(pod.uid().hashCode(), SPREAD.toSeconds()));
        return new State.Issued(
                new Credentials(asked.key(), chain.toString()),
                status.beginRefreshAt().plus(later),
                status.notAfter(),
                Optional.empty(),
                Told.NOTHING);
    }

    private Asked ask(Pod pod, String volume, PodCertificateProjection wanted) {
        try {
            var pair = keyPair(wanted.keyType());
            var request = Pem.blocks(CertificateRequest.create(pair, Subject.of(""), AltNames.NONE))
                    .getFirst();
            var spec = JsonMap.of(
                    "signerName",
                    wanted.signerName(),
                    "stubPKCS10Request",
                    Base64.getEncoder().encodeToString(request.content()));
            if (wanted.hasMaxExpirationSeconds()) {
                spec = spec.with("maxExpirationSeconds", (long) wanted.maxExpirationSeconds());
            }
            if (wanted.hasUserAnnotations()) {
                spec = spec.with("unverifiedUserAnnotations", wanted.userAnnotationsTree());
            }
            return new Asked(Pem.write(pair.getPrivate()), api.requestCertificate(pod, spec));
        } catch (WireException e) {
            throw new VolumeFailure(volume, "while generating keypair: " + e.getMessage());
        }
    }

    private KeyPair keyPair(String type) throws WireException {
        return switch (type) {
            case "RSA3072" -> Keys.generateRsa(3072, random);
            case "RSA4096" -> Keys.generateRsa(4096, random);
            case "ECDSAP256" -> Keys.generateElliptic("secp256r1", random);
            case "ECDSAP384" -> Keys.generateElliptic("secp384r1", random);
            case "ECDSAP521" -> Keys.generateElliptic("secp521r1", random);
            case "ED25519" -> Keys.generateEdwards(random);
            default -> throw new WireException("unknown key type \"" + type + "\"");
        };
    }

    /** When something of the pod must be looked at again. */
    Optional<Instant> nextRenewal(String podUid) {
        return states.entrySet().stream()
                .filter(entry -> entry.getKey().podUid().equals(podUid))
                .flatMap(entry -> entry.getValue() instanceof State.Issued issued ? due(issued) : Stream.empty())
                .min(Instant::compareTo);
    }

    private static Stream<Instant> due(State.Issued issued) {
        if (issued.next().isEmpty()) {
            return Stream.of(issued.refreshAt());
        }
        return switch (issued.told()) {
            case NOTHING -> Stream.of(issued.refreshAt().plus(OVERDUE));
            case OVERDUE -> Stream.of(issued.notAfter());
            case EXPIRED -> Stream.empty();
        };
    }

    void forget(String podUid) {
        states.keySet().removeIf(key -> key.podUid().equals(podUid));
    }
}
