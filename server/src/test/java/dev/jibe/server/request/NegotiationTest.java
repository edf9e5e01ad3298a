package dev.jibe.server.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.server.request.Negotiation.Format;
import dev.jibe.server.request.Negotiation.Shape;
import dev.jibe.wire.http.Headers;
import org.junit.jupiter.api.Test;

/** In which form a client is answered, with CBOR and without. */
final class NegotiationTest {

    private static Negotiation of(String accept, boolean cbor) {
        return Negotiation.of(Headers.of("accept", accept), Query.EMPTY, true, true, cbor);
    }

    @Test
    void cborIsGivenWhereItIsSpoken() {
        assertEquals(Format.CBOR, of("application/cbor", true).format());
        assertEquals(
                Format.JSON, of("application/cbor;q=0.5,application/json", true).format());
        assertEquals(Format.JSON, of("application/cbor,application/json", false).format());
        assertEquals(
                Shape.METADATA,
                of("application/cbor;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", true)
                        .shape());
        assertThrows(ApiException.class, () -> of("application/cbor;as=Table;g=meta.k8s.io;v=v1", true));
    }

    @Test
    void whoIsRefusedIsToldWhatThereIs() {
        var without = assertThrows(ApiException.class, () -> of("application/cbor", false));
        assertEquals(406, without.code());
        assertTrue(String.valueOf(without.getMessage()).endsWith("application/vnd.kubernetes.protobuf"));
        var with = assertThrows(ApiException.class, () -> of("application/cbor-seq", true));
        assertTrue(String.valueOf(with.getMessage()).endsWith("application/vnd.kubernetes.protobuf, application/cbor"));
    }
}
