package dev.jibe.jibe;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** The fingerprint by which a join command names a cluster's authority: that of its public key, as kubeadm has it. */
final class Pin {
    private static final String ALGORITHM = "sha256:";

    private Pin() {}

    static String of(X509Certificate authority) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(authority.getPublicKey().getEncoded());
            return ALGORITHM + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }
}
