package dev.jibe.wire.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys prove that somebody has them, in the ways that Go's library knows. */
class PublicKeyInfoTest {

    private static final byte[] MESSAGE = "pod-uid".getBytes(StandardCharsets.UTF_8);
    private static final SecureRandom RANDOM = new SecureRandom();

    private static byte[] sign(Signature signature, KeyPair pair) throws GeneralSecurityException {
        signature.initSign(pair.getPrivate());
        signature.update(MESSAGE);
        return signature.sign();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 32, 64})
    void saltsMayBeOfAnyLength(int salt) throws WireException, GeneralSecurityException {
        var pair = Keys.generateRsa(2048, RANDOM);
        var signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
        var signed = sign(signature, pair);
        var info = PublicKeyInfo.parse(pair.getPublic().getEncoded());
        assertEquals(2048, info.bits());
        assertTrue(info.proves(MESSAGE, signed));
        signed[7] ^= 1;
        assertFalse(info.proves(MESSAGE, signed));
        assertFalse(info.proves(MESSAGE, new byte[0]));
        assertFalse(info.proves(MESSAGE, Arrays.copyOf(signed, signed.length - 1)));
    }

    @ParameterizedTest
    @CsvSource({"secp256r1, P-256", "secp384r1, P-384", "secp521r1, P-521"})
    void ellipticKeys(String curve, String name) throws WireException, GeneralSecurityException {
        var pair = Keys.generateElliptic(curve, RANDOM);
        var info = PublicKeyInfo.parse(pair.getPublic().getEncoded());
        assertEquals(PublicKeyInfo.Type.ECDSA, info.type());
        assertEquals(name, info.curve());
        assertTrue(info.proves(MESSAGE, sign(Signature.getInstance("SHA256withECDSA"), pair)));
        assertFalse(info.proves(MESSAGE, MESSAGE));
        assertTrue(info.isSame(pair.getPublic()));
        assertFalse(info.isSame(Keys.generateElliptic(curve, RANDOM).getPublic()));
    }

    @Test
    void edwardsKeysAndRequests() throws WireException, GeneralSecurityException {
        var pair = Keys.generateEdwards(RANDOM);
        var info = PublicKeyInfo.parse(pair.getPublic().getEncoded());
        assertTrue(info.proves(MESSAGE, sign(Signature.getInstance("Ed25519"), pair)));
        var request = Pem.blocks(CertificateRequest.create(pair, Subject.of(""), AltNames.NONE))
                .getFirst()
                .content();
        assertTrue(UnverifiedRequest.parse(request).isSigned());
        request[request.length - 1] ^= 1;
        assertFalse(UnverifiedRequest.parse(request).isSigned());
        assertThrows(WireException.class, () -> UnverifiedRequest.parse(Arrays.copyOf(request, request.length + 1)));
        assertThrows(WireException.class, () -> PublicKeyInfo.parse(MESSAGE));
    }
}
