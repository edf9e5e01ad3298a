package dev.jibe.wire.tls;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.wire.WireException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Issuing, writing, reading and verifying of certificates and requests. */
final class CertificatesTest {
    private static final Instant NOW = Instant.parse("2031-05-06T07:08:09Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final CertificateAuthority authority = CertificateAuthority.create("ca", NOW, YEAR, RANDOM);

    CertificatesTest() throws WireException {}

    @Test
    void issuesWhatWasAskedFor() throws Exception {
        var names = AltNames.of(List.of("kubernetes.default.svc", "localhost"), List.of("10.96.0.1", "::1"));
        X509Certificate server = authority
                .issue(CertificateSpec.server(Subject.of("apiserver", "a", "b"), names, NOW, YEAR))
                .certificate();
        server.verify(authority.certificate().getPublicKey());
        server.checkValidity(Date.from(NOW.plusSeconds(1)));
        assertEquals(Subject.of("apiserver", "a", "b"), Subject.of(server));
        assertEquals(List.of("1.3.6.1.5.5.7.3.1"), server.getExtendedKeyUsage());
        assertEquals(-1, server.getBasicConstraints());
        assertEquals(4, server.getSubjectAlternativeNames().size());
        assertEquals(Integer.MAX_VALUE, authority.certificate().getBasicConstraints());
        assertEquals(NOW.plus(YEAR), server.getNotAfter().toInstant());
    }

    @Test
    void datesAfter2049AreGood() throws Exception {
        var spec = CertificateSpec.client(Subject.of("late"), NOW, Duration.ofDays(36_500));
        assertEquals(
                NOW.plus(Duration.ofDays(36_500)),
                authority.issue(spec).certificate().getNotAfter().toInstant());
    }

    @Test
    void pemGoesBothWays() throws Exception {
        TlsIdentity identity = authority.identity();
        TlsIdentity back = TlsIdentity.ofPem("text before\n" + identity.certificatePem(), identity.keyPem());
        assertEquals(identity.chain(), back.chain());
        assertEquals(identity.key(), back.key());
        var again = CertificateAuthority.of(back, RANDOM);
        again.issue(CertificateSpec.client(Subject.of("jane"), NOW, YEAR))
                .certificate()
                .verify(authority.certificate().getPublicKey());
        KeyPair rsa = Keys.generateRsa(2048, RANDOM);
        assertEquals(rsa.getPrivate(), Pem.privateKey(Pem.write(rsa.getPrivate())));
        assertEquals(rsa.getPublic(), Pem.publicKey(Pem.write(rsa.getPublic())));
        assertEquals(authority.certificate().getPublicKey(), Pem.publicKey(identity.certificatePem()));
    }

    @Test
    void readsOldKeyFormats() throws Exception {
        KeyPair rsa = Keys.generateRsa(2048, RANDOM);
        DerReader outer = new DerReader(rsa.getPrivate().getEncoded()).enter(Der.SEQUENCE);
        outer.integer();
        outer.skip();
        byte[] pkcs1 = outer.content(Der.OCTET_STRING);
        assertEquals(rsa.getPrivate(), Pem.privateKey(Pem.write("RSA PRIVATE KEY", pkcs1)));

        KeyPair ec = Keys.generate(RANDOM);
        DerReader info = new DerReader(ec.getPrivate().getEncoded()).enter(Der.SEQUENCE);
        info.integer();
        DerReader algorithm = info.enter(Der.SEQUENCE);
        algorithm.skip();
        byte[] curve = algorithm.raw();
        DerReader key = new DerReader(info.content(Der.OCTET_STRING)).enter(Der.SEQUENCE);
        byte[] sec1 = Der.sequence(key.raw(), key.raw(), Der.tagged(0, curve));
        String text = Pem.write("EC PARAMETERS", curve) + Pem.write("EC PRIVATE KEY", sec1);
        assertEquals(ec.getPrivate(), Pem.privateKey(text));
        assertEquals(ec.getPrivate(), Pem.privateKey(Pem.writeSec1((ECPrivateKey) ec.getPrivate(), ec.getPublic())));
    }

    @Test
    void requestsAreReadAndVerified() throws Exception {
        for (KeyPair pair : List.of(Keys.generate(RANDOM), Keys.generateRsa(2048, RANDOM))) {
            var names = new AltNames(List.of("node1"), List.of("10.0.0.1"), List.of("a@b.c"), List.of("spiffe://x"));
            String pem = CertificateRequest.create(pair, Subject.of("system:node:node1", "system:nodes"), names);
            CertificateRequest request = CertificateRequest.ofPem(pem);
            assertEquals(Subject.of("system:node:node1", "system:nodes"), request.subject());
            assertEquals(names, request.altNames());
            assertEquals(pair.getPublic(), request.publicKey());
            byte[] der = Pem.blocks(pem).getFirst().content();
            der[20] ^= 1;
            assertThrows(WireException.class, () -> CertificateRequest.parse(der));
        }
        assertThrows(WireException.class, () -> CertificateRequest.ofPem("nothing"));
    }

    @Test
    void verifiesChainTimeAndPurpose() throws Exception {
        var verifier = new CertificateVerifier(List.of(authority.certificate()), KeyPurpose.CLIENT_AUTH);
        var jane = authority.issue(CertificateSpec.client(Subject.of("jane"), NOW, Duration.ofDays(1)));
        assertDoesNotThrow(() -> verifier.verify(jane.chain(), NOW));
        assertDoesNotThrow(() -> verifier.verify(jane.chain(), NOW.plusSeconds(3600)));
        assertFails(verifier, jane, NOW.plus(Duration.ofDays(2)), "is after");
        assertFails(verifier, jane, NOW.minusSeconds(1), "is before");
        var server = authority.issue(CertificateSpec.server(Subject.of("server"), AltNames.NONE, NOW, YEAR));
        assertFails(verifier, server, NOW, "incompatible key usage");
        var other = CertificateAuthority.create("ca", NOW, YEAR, RANDOM);
        var stranger = other.issue(CertificateSpec.client(Subject.of("jane"), NOW, YEAR));
        assertFails(verifier, stranger, NOW, "unknown authority");
        var both =
                new CertificateVerifier(List.of(authority.certificate(), other.certificate()), KeyPurpose.CLIENT_AUTH);
        assertDoesNotThrow(() -> both.verify(stranger.chain(), NOW));
        assertFails(new CertificateVerifier(List.of(), KeyPurpose.CLIENT_AUTH), jane, NOW, "unknown authority");
        var selfSigned = new CertificateSpec(Subject.of("jane"), AltNames.NONE, Set.of(), NOW, NOW.plus(YEAR));
        KeyPair pair = Keys.generate(RANDOM);
        X509Certificate forged = CertificateWriter.leaf(
                selfSigned, pair.getPublic(), authority.certificate(), pair.getPrivate(), BigInteger.TEN);
        assertFails(verifier, new TlsIdentity(List.of(forged), pair.getPrivate()), NOW, "unknown authority");
    }

    private static void assertFails(CertificateVerifier verifier, TlsIdentity who, Instant when, String why) {
        var failure = assertThrows(WireException.class, () -> verifier.verify(who.chain(), when));
        assertTrue(failure.toString().contains(why), failure.toString());
    }

    @Test
    void damagedRequestsAreErrorsAndNothingElse() throws Exception {
        byte[] good = Pem.blocks(CertificateRequest.create(
                        Keys.generate(RANDOM), Subject.of("a", "b"), AltNames.of(List.of("c"), List.of())))
                .getFirst()
                .content();
        long seed = 31;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length) + 1);
            for (int flips = 0; flips < 3; flips++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            assertThrows(WireException.class, () -> CertificateRequest.parse(bad));
        }
    }
}
