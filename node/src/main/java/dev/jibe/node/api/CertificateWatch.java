package dev.jibe.node.api;

import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.client.cache.Informer;
import dev.jibe.object.api.certificates.v1beta1.PodCertificateRequest;
import dev.jibe.runtime.Clock;

/** An ear for the answers to a node's requests for certificates, opened with the first request. */
final class CertificateWatch implements AutoCloseable {

    private final Informer<PodCertificateRequest> requests;
    private boolean opened;
    private boolean closed;

    CertificateWatch(Client client, String nodeName, Clock clock) {
        requests =
                Informer.of(client, PodCertificateRequest.KIND, Selectors.fields("spec.nodeName=" + nodeName), clock);
    }

    /** Says who is told. */
    void tell(ClientApi.SourceListener listener) {
        requests.onChange(change -> listener.onChange(change.object()));
    }

    synchronized void watch() {
        if (!opened && !closed) {
            opened = true;
            requests.start();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        requests.close();
    }
}
