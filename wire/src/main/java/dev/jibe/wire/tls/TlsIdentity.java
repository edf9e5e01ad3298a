package dev.jibe.wire.tls;

import dev.jibe.wire.WireException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.List;

/** A private key with its certificate, which comes first, and what leads from it to an authority. */
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {

    public TlsIdentity {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("an identity needs a certificate");
        }
        chain = List.copyOf(chain);
    }

    public static TlsIdentity ofPem(String certificates, String key) throws WireException {
        List<X509Certificate> chain = Pem.certificates(certificates);
        if (chain.isEmpty()) {
            throw new WireException("PEM: no certificate");
        }
        return new TlsIdentity(chain, Pem.privateKey(key));
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public String certificatePem() throws WireException {
        return Pem.write(chain);
    }

    public String keyPem() {
        return Pem.write(key);
    }

    /**
     * The key for clients of all kinds: there are some that take every key in PKCS#8 for one of RSA, and others that need
     * the public half of an elliptic curve's key.
     */
    public String clientKeyPem() throws WireException {
        return key instanceof ECPrivateKey curve
                ? Pem.writeSec1(curve, certificate().getPublicKey())
                : keyPem();
    }
}
