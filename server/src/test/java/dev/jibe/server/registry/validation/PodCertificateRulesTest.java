package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Sample.wrong;
import static dev.jibe.server.registry.validation.Sample.wrongChange;
import static dev.jibe.server.registry.validation.Sample.wrongStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.AltNames;
import dev.jibe.wire.tls.CertificateAuthority;
import dev.jibe.wire.tls.CertificateRequest;
import dev.jibe.wire.tls.CertificateSpec;
import dev.jibe.wire.tls.Keys;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.Subject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests for the certificates of pods. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodCertificateRulesTest {

    private static final String KIND = "podcertificaterequests.certificates.k8s.io";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String WHO = "'podName':'p','podUID':'pu','serviceAccountName':'s','serviceAccountUID':'su',"
            + "'nodeName':'n','nodeUID':'nu'";

    private KeyPair pair;
    private CertificateAuthority authority;
    private String good;

    @BeforeAll
    void keys() throws WireException {
        pair = Keys.generate(RANDOM);
        good = request("example.com/s", ",'stubPKCS10Request':'" + stub() + "'");
        authority = CertificateAuthority.create("ca", Sample.NOW, Duration.ofDays(100), RANDOM);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private String stub() throws WireException {
        return base64(Pem.blocks(CertificateRequest.create(pair, Subject.of(""), AltNames.NONE))
                .getFirst()
                .content());
    }

    private static String request(String signer, String rest) {
        return "{'spec':{'signerName':'" + signer + "'," + WHO + rest + "}}";
    }

    private String good() {
        return good;
    }

    @Test
    void aKeyIsShownToBeTheirs() throws WireException, GeneralSecurityException {
        assertEquals(List.of(), wrong(KIND, good()));
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update("pu".getBytes(StandardCharsets.UTF_8));
        var key = ",'pkixPublicKey':'" + base64(pair.getPublic().getEncoded()) + "','proofOfPossession':'";
        assertEquals(List.of(), wrong(KIND, request("example.com/s", key + base64(signature.sign()) + "'")));
        assertEquals(
                List.of("spec.proofOfPossession: Invalid value: could not verify proof-of-possession signature"),
                wrong(KIND, request("example.com/s", key + base64(new byte[] {1}) + "'")));
        assertEquals(
                List.of("spec: Invalid value: exactly one of (stubPKCS10Request) or (pkixPublicKey, proofOfPossession)"
                        + " must be set"),
                wrong(KIND, request("example.com/s", key + "'")));
        var weak = Keys.generateRsa(2048, RANDOM);
        var small = base64(Pem.blocks(CertificateRequest.create(weak, Subject.of(""), AltNames.NONE))
                .getFirst()
                .content());
        assertEquals(
                List.of("spec.stubPKCS10Request: Invalid value: \"2048-bit modulus\": RSA keys must have modulus size"
                        + " 3072 or 4096"),
                wrong(KIND, request("example.com/s", ",'stubPKCS10Request':'" + small + "'")));
        assertEquals(
                List.of("spec.stubPKCS10Request: Invalid value: must be a valid PKCS#10 CSR"),
                wrong(KIND, request("example.com/s", ",'stubPKCS10Request':'AAAA'")));
    }

    @Test
    void timesAndAnnotationsHaveLimits() throws WireException {
        var key = ",'stubPKCS10Request':'" + stub() + "'";
        assertEquals(
                List.of("spec.maxExpirationSeconds: Invalid value: 86401: must be in the range [3600, 86400]"),
                wrong(KIND, request("kubernetes.io/s", key + ",'maxExpirationSeconds':86401")));
        assertEquals(
                List.of("spec.maxExpirationSeconds: Invalid value: 7862401: must be in the range [3600, 7862400]"),
                wrong(KIND, request("example.com/s", key + ",'maxExpirationSeconds':7862401")));
        assertEquals(
                List.of("spec.unverifiedUserAnnotations: Invalid value: \"foo\": must be a domain-prefixed key (such as"
                        + " \"acme.io/foo\")"),
                wrong(KIND, request("example.com/s", key + ",'unverifiedUserAnnotations':{'Foo':'bar'}")));
    }

    @Test
    void nobodyChangesWhatIsAskedFor() throws WireException {
        var other = good().replace("'podName':'p'", "'podName':'q'");
        var wrong = wrongChange(KIND, good(), other);
        assertEquals(1, wrong.size());
        assertTrue(wrong.getFirst().startsWith("spec: Invalid value: {\"SignerName\":\"example.com/s\""));
        assertEquals(List.of(), wrongChange(KIND, good(), good()));
    }

    private static String condition(String type) {
        return "{'type':'" + type + "','status':'True','reason':'R','message':'','lastTransitionTime':"
                + "'2026-01-01T00:00:00Z'}";
    }

    private String answered(String status) throws WireException {
        return good().substring(0, good().length() - 1) + ",'status':{" + status + "}}";
    }

    private String chain(KeyPair holder, Duration lifetime) throws WireException {
        var spec = CertificateSpec.client(Subject.of("x"), Sample.NOW, lifetime);
        return Pem.write(authority.sign(holder.getPublic(), spec)).replace("\n", "\\n");
    }

    private List<String> issued(String chain, String start, String refresh, String end) throws WireException {
        var status = "'conditions':[" + condition("Issued") + "],'certificateChain':'" + chain + "','notBefore':'"
                + start + "','beginRefreshAt':'" + refresh + "','notAfter':'" + end + "'";
        return wrongStatus(KIND, good(), answered(status));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    2026-01-01T00:00:00Z|2026-01-01T12:00:00Z|2026-01-02T00:00:00Z|24|
                    2026-01-01T00:00:01Z|2026-01-01T12:00:00Z|2026-01-02T00:00:00Z|24|status.notBefore: Invalid value: "2026-01-01T00:00:01Z": must be set to the NotBefore time encoded in the leaf certificate
                    2026-01-01T00:00:00Z|2026-01-01T00:09:00Z|2026-01-02T00:00:00Z|24|status.beginRefreshAt: Invalid value: "2026-01-01T00:09:00Z": must be at least 10 minutes after status.notBefore
                    2026-01-01T00:00:00Z|2026-01-01T23:51:00Z|2026-01-02T00:00:00Z|24|status.beginRefreshAt: Invalid value: "2026-01-01T23:51:00Z": must be at least 10 minutes before status.notAfter
                    2026-01-01T00:00:00Z|2026-01-01T12:00:00Z|2026-01-02T00:00:01Z|24|status.notAfter: Invalid value: "2026-01-02T00:00:01Z": must be set to the NotAfter time encoded in the leaf certificate
                    2026-01-01T00:00:00Z|2026-01-01T12:00:00Z|2026-01-02T01:00:00Z|25|status.certificateChain: Invalid value: 90000000000000: leaf certificate lifetime must be <= spec.maxExpirationSeconds (86400)
                    """)
    void whatIsIssuedIsWhatIsSaid(String start, String refresh, String end, long hours, String expected)
            throws WireException {
        assertEquals(
                expected == null ? List.of() : List.of(expected),
                issued(chain(pair, Duration.ofHours(hours)), start, refresh, end));
    }

    @Test
    void certificatesOfOthersAreRefused() throws WireException {
        var others = chain(Keys.generate(RANDOM), Duration.ofHours(24));
        var wrong = issued(others, "2026-01-01T00:00:00Z", "2026-01-01T12:00:00Z", "2026-01-02T00:00:00Z");
        assertEquals(1, wrong.size());
        assertEquals(
                "leaf certificate was not issued to the requested public key",
                wrong.getFirst().substring(wrong.getFirst().lastIndexOf(": ") + 2));
    }

    @Test
    void aWordIsFinal() throws WireException {
        var denied = answered("'conditions':[" + condition("Denied") + "]");
        assertEquals(List.of(), wrongStatus(KIND, good(), denied));
        assertEquals(List.of(), wrongStatus(KIND, denied, denied));
        assertEquals(
                List.of("status: Invalid value: immutable after PodCertificateRequest is issued, denied, or failed"),
                wrongStatus(KIND, denied, answered("'conditions':[" + condition("Failed") + "]")));
        assertEquals(
                List.of("status.conditions.[0].type: Unsupported value: \"Other\": supported values: \"Issued\","
                        + " \"Denied\", \"Failed\""),
                wrongStatus(KIND, good(), answered("'conditions':[" + condition("Other") + "]")));
        assertEquals(
                List.of("status: Invalid value: status is immutable unless transitioning to \"Issued\", \"Denied\", or"
                        + " \"Failed\""),
                wrongStatus(KIND, good(), answered("'certificateChain':'x'")));
        assertEquals(
                List.of("status: Invalid value: non-condition status fields must be empty when denying or failing the"
                        + " PodCertificateRequest"),
                wrongStatus(
                        KIND, good(), answered("'certificateChain':'x','conditions':[" + condition("Denied") + "]")));
    }
}
