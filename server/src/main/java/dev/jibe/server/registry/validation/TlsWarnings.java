package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * What clients are told about a certificate and a key that do not make a pair.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets">TLS Secrets</a>.
 */
final class TlsWarnings {

    private static final String CERTIFICATE = "CERTIFICATE";

    private TlsWarnings() {}

    private static boolean isKey(PemBlocks block) {
        return block.type().equals("PRIVATE KEY") || block.type().endsWith(" PRIVATE KEY");
    }

    static List<String> of(JsonMap secret) {
        if (!secret.string("type").equals("kubernetes.io/tls")) {
            return List.of();
        }
        var data = secret.map("data");
        var wrong = wrong(blocks(data.string("tls.crt")), blocks(data.string("tls.key")));
        return wrong.isEmpty() ? List.of() : List.of(wrong);
    }

    private static List<PemBlocks> blocks(String base64) {
        return PemBlocks.of(new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.ISO_8859_1));
    }

    private static String wrong(List<PemBlocks> certificates, List<PemBlocks> keys) {
        var certificate = certificates.stream()
                .filter(block -> block.type().equals(CERTIFICATE))
                .findFirst();
        if (certificate.isEmpty()) {
            return noCertificate(certificates);
        }
        var key = keys.stream().filter(TlsWarnings::isKey).findFirst();
        if (key.isEmpty()) {
            return noKey(keys);
        }
        try {
            var known = CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(certificate.get().content()))
                    .getPublicKey();
            return match(known, key.get());
        } catch (GeneralSecurityException _) {
            return "x509: malformed certificate";
        }
    }

    private static String noCertificate(List<PemBlocks> blocks) {
        if (blocks.isEmpty()) {
            return "tls: failed to find any PEM data in certificate input";
        }
        return blocks.size() == 1 && isKey(blocks.getFirst())
                ? "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs"
                        + " may have been switched"
                : "tls: failed to find \"CERTIFICATE\" PEM block in certificate input after skipping PEM blocks of the"
                        + " following types: " + types(blocks);
    }

    private static String noKey(List<PemBlocks> blocks) {
        if (blocks.isEmpty()) {
            return "tls: failed to find any PEM data in key input";
        }
        return blocks.size() == 1 && blocks.getFirst().type().equals(CERTIFICATE)
                ? "tls: found a certificate rather than a key in the PEM for the private key"
                : "tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after skipping PEM"
                        + " blocks of the following types: " + types(blocks);
    }

    private static String types(List<PemBlocks> blocks) {
        return "[" + String.join(" ", blocks.stream().map(PemBlocks::type).toList()) + "]";
    }

    /** Only of keys of one kind it is known how to tell; of others nothing is said. */
    private static String match(PublicKey known, PemBlocks key) {
        if (!key.type().equals("PRIVATE KEY") || !(known instanceof RSAKey open)) {
            return "";
        }
        try {
            var secret = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key.content()));
            boolean same = secret instanceof RSAKey own && own.getModulus().equals(open.getModulus());
            return same ? "" : "tls: private key does not match public key";
        } catch (GeneralSecurityException _) {
            return "";
        }
    }
}
