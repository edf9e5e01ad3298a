package dev.jibe.node.serve;

import dev.jibe.runtime.Clock;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.CertificateVerifier;
import dev.jibe.wire.tls.KeyPurpose;
import dev.jibe.wire.tls.Subject;
import java.security.cert.X509Certificate;
import java.util.List;

/** Who may use the node's API, by the certificates that the client showed. */
@FunctionalInterface
public interface ClientCheck {
    boolean allows(List<X509Certificate> chain);

    /** Only the API server, and administrators, by certificates of the cluster's authority. */
    static ClientCheck ofCluster(List<X509Certificate> authorities, Clock clock) {
        var verifier = new CertificateVerifier(authorities, KeyPurpose.CLIENT_AUTH);
        return chain -> {
            if (chain.isEmpty()) {
                return false;
            }
            try {
                verifier.verify(chain, clock.now());
                Subject subject = Subject.of(chain.getFirst());
                return subject.organizations().contains("system:masters")
                        || subject.commonName().equals("kube-apiserver-kubelet-client");
            } catch (WireException e) {
                return false;
            }
        };
    }
}
