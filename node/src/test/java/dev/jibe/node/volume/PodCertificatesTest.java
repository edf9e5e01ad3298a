package dev.jibe.node.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.node.api.EmptyApi;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.certificates.v1beta1.PodCertificateRequest;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.PodCertificateProjection;
import dev.jibe.object.view.ApiObject;
import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.UnverifiedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pod's certificate is asked for, written when it is issued, and renewed when its signer wants that. */
class PodCertificatesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Pod POD =
            Pod.KIND.of(Pod.KIND.create("default", "p").tree().withAt("u", "metadata", "uid"));
    private static final String CHAIN = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

    private final Requests api = new Requests();
    private final StillClock clock = new StillClock();
    private final PodCertificates certificates = new PodCertificates(api, clock);

    private static PodCertificateProjection wanted(String keyType) {
        return PodCertificateProjection.EMPTY.withSignerName("example.com/s").withKeyType(keyType);
    }

    private PodCertificates.Credentials current() {
        return certificates.current(POD, "v", 0, wanted("ECDSAP256"));
    }

    private String refused() {
        return String.valueOf(assertThrows(VolumeFailure.class, this::current).getMessage());
    }

    private static JsonMap condition(String type) {
        return JsonMap.of("type", type, "status", "True", "reason", "Why", "message", "so");
    }

    private static JsonMap issued(Instant from) {
        return JsonMap.of(
                "conditions",
                JsonList.of(condition("Issued")),
                "certificateChain",
                "about it\n" + CHAIN,
                "notBefore",
                from.toString(),
                "beginRefreshAt",
                from.plus(Duration.ofHours(12)).toString(),
                "notAfter",
                from.plus(Duration.ofHours(24)).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519", "RSA3072"})
    void theRequestIsSignedByItsKey(String keyType) throws WireException {
        assertThrows(VolumeFailure.class, () -> certificates.current(POD, "v", 0, wanted(keyType)));
        var spec = api.specs.getFirst();
        assertEquals("example.com/s", spec.string("signerName"));
        var request = Base64.getDecoder().decode(spec.string("stubPKCS10Request"));
        assertTrue(UnverifiedRequest.parse(request).isSigned());
    }

    @Test
    void itIsThereWhenItIsIssuedAndRenewedInTime() {
        assertTrue(refused().contains("credential bundle is not issued yet"));
        assertTrue(refused().contains("credential bundle is not issued yet"));
        assertEquals(1, api.specs.size());
        api.answer(issued(START));
        var first = current();
        assertEquals(CHAIN, first.chain());
        assertTrue(first.key().startsWith("-----BEGIN PRIVATE KEY-----"), first.key());
        var due = certificates.nextRenewal("u").orElseThrow();
        assertTrue(!due.isBefore(START.plus(Duration.ofHours(12))), due.toString());

        clock.now = due;
        assertEquals(first, current());
        assertEquals(first, current());
        assertEquals(2, api.specs.size());
        clock.now = START.plus(Duration.ofHours(25));
        assertEquals(first, current());
        assertEquals(List.of("CertificateOverdueForRefresh", "CertificateExpired"), api.events);
        assertEquals(Optional.empty(), certificates.nextRenewal("u"));
        api.answer(issued(clock.now));
        assertNotEquals(first.key(), current().key());
        assertEquals(2, api.specs.size());
    }

    @Test
    void aRefusalIsFinalAndALostRequestIsNot() {
        refused();
        api.byName.clear();
        refused();
        assertEquals(2, api.specs.size());
        api.answer(JsonMap.of("conditions", JsonList.of(condition("Denied"))));
        assertTrue(refused().contains("PodCertificateRequest was permanently denied: reason=\"Why\" message=\"so\""));
        assertEquals(List.of("Denied"), api.events);
        refused();
        assertEquals(List.of("Denied"), api.events);
        certificates.forget("u");
        refused();
        assertEquals(3, api.specs.size());
    }

    /** A time that passes when it is told to. */
    private static final class StillClock implements Clock {
        private Instant now = START;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public void sleep(Duration duration) {
            throw new AssertionError("nobody waits here");
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            throw new AssertionError("nothing is done later here");
        }
    }

    /** An API that knows requests alone. */
    private static final class Requests extends EmptyApi {
        private final Map<String, PodCertificateRequest> byName = new HashMap<>();
        private final List<JsonMap> specs = new ArrayList<>();
        private final List<String> events = new ArrayList<>();

        /** Gives the last request its status. */
        void answer(JsonMap status) {
            var name = "req-" + specs.size();
            var request = PodCertificateRequest.KIND.create("default", name).tree();
            byName.put(name, PodCertificateRequest.KIND.of(request.with("status", status)));
        }

        @Override
        public String requestCertificate(Pod pod, JsonMap wanted) {
            specs.add(wanted);
            answer(JsonMap.EMPTY);
            return "req-" + specs.size();
        }

        @Override
        public Optional<PodCertificateRequest> certificateRequest(String namespace, String name) {
            return Optional.ofNullable(byName.get(name));
        }

        @Override
        public void event(ApiObject about, String type, String reason, String message) {
            events.add(reason);
        }
    }
}
