package dev.jibe.wire.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A key manager of one identity.
 *
 * <p>The JDK's own want a key store, and a key store encrypts its keys: some hundred milliseconds of a start for a key
 * that is in memory anyway.
 */
final class OneIdentity extends X509ExtendedKeyManager {

    private static final String ALIAS = "identity";

    private final X509Certificate[] chain;
    private final PrivateKey key;

    OneIdentity(TlsIdentity identity) {
        this.chain = identity.chain().toArray(X509Certificate[]::new);
        this.key = identity.key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        var alias = client(new String[] {keyType}, issuers);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return client(keyTypes, issuers);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return client(keyTypes, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return fits(keyType) ? new String[] {ALIAS} : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return fits(keyType) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return fits(keyType) ? ALIAS : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return alias.equals(ALIAS) ? chain.clone() : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return alias.equals(ALIAS) ? key : null;
    }

    /** A client shows nothing to a server that names authorities of which none is its own. */
    private @Nullable String client(String[] keyTypes, Principal @Nullable [] issuers) {
        var known = issuers == null ? List.<Principal>of() : List.of(issuers);
        boolean welcome =
                known.isEmpty() || Arrays.stream(chain).anyMatch(each -> known.contains(each.getIssuerX500Principal()));
        return welcome && Arrays.stream(keyTypes).anyMatch(this::fits) ? ALIAS : null;
    }

    /** Key types of older protocols name the key of the authority as well: {@code EC_RSA}. */
    private boolean fits(String keyType) {
        return keyType.split("_", 2)[0].equals(chain[0].getPublicKey().getAlgorithm());
    }
}
