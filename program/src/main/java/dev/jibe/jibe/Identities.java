package dev.jibe.jibe;

import dev.jibe.runtime.Clock;
import dev.jibe.server.authn.User;
import dev.jibe.wire.tls.AltNames;
import dev.jibe.wire.tls.CertificateAuthority;
import dev.jibe.wire.tls.Subject;
import dev.jibe.wire.tls.TlsIdentity;
import java.io.IOException;

/**
 * The authorities of a control plane and the certificates that it shows.
 *
 * @param authority of everybody in the cluster
 * @param proxies of those that may name users
 * @param server the API server's own
 * @param kubeletClient the API server's, towards node agents
 * @param proxyClient the API server's, towards the servers of other APIs
 * @param admin the administrator's
 */
record Identities(
        CertificateAuthority authority,
        CertificateAuthority proxies,
        TlsIdentity server,
        TlsIdentity kubeletClient,
        TlsIdentity proxyClient,
        TlsIdentity admin) {

    /** Those of a data directory; what is not there yet is made. */
    static Identities of(DataDirectory data, AltNames names, Clock clock) throws IOException {
        var authority = data.authority(clock);
        var proxies = data.frontProxyAuthority(clock);
        return new Identities(
                authority,
                proxies,
                data.serverIdentity(authority, names, clock),
                data.clientIdentity(
                        "apiserver-kubelet-client",
                        authority,
                        Subject.of("kube-apiserver-kubelet-client", User.MASTERS),
                        clock),
                data.clientIdentity("front-proxy-client", proxies, Subject.of(ControlPlane.FRONT_PROXY_CLIENT), clock),
                data.clientIdentity("admin", authority, Subject.of("kubernetes-admin", User.MASTERS), clock));
    }
}
