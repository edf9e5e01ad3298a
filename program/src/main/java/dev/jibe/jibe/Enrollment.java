package dev.jibe.jibe;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.http.Access;
import dev.jibe.client.http.HttpTransport;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.certificates.v1.CertificateSigningRequest;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.tls.AltNames;
import dev.jibe.wire.tls.CertificateRequest;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.tls.Keys;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.Subject;
import dev.jibe.wire.tls.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How a machine becomes a node of a cluster that knows nothing of it yet: it finds the cluster's authority by the pin
 * that its operator has carried over, and asks for its certificates with a bootstrap token.
 *
 * <p>See https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/.
 */
final class Enrollment {
    private static final int MAX_WAIT_SECONDS = 60;

    private final HttpClient http;
    private final URI server;
    private final Clock clock;

    Enrollment(HttpClient http, URI server, Clock clock) {
        this.http = http;
        this.server = server;
        this.clock = clock;
    }

    /** Asks whoever answers at the address; believes it if the authority is the one of the pin. */
    JoinInfo discover(String pin) throws IOException {
        var stranger = client(ClientTls.insecure(), "");
        try {
            var info = read(stranger);
            var authorities = Pem.certificates(info.authorityPem());
            if (authorities.size() != 1 || !Pin.of(authorities.getFirst()).equals(pin)) {
                throw new UsageException("the cluster at " + server + " has another authority than "
                        + "--discovery-token-ca-cert-hash names; do not trust it, or ask it for: jibe token create");
            }
            // The pin vouches for the authority alone; the rest has to be said by who holds a certificate of it.
            return read(client(ClientTls.trusting(authorities), ""));
        } catch (ApiFailure failure) {
            throw new UsageException(
                    "cannot learn from " + server + " how to join; does it run with --agents? " + failure.getMessage(),
                    failure);
        }
    }

    private static JoinInfo read(Client client) {
        return JoinInfo.of(
                client.of(ConfigMap.KIND).get(JoinInfo.NAMESPACE, JoinInfo.NAME).tree());
    }

    private Client client(ClientTls tls, String token) {
        return new Client(new HttpTransport(http, new Access(server, tls, () -> token), "jibe-agent"));
    }

    Client client(X509Certificate authority, TlsIdentity identity) {
        return client(ClientTls.trusting(List.of(authority)).as(identity), "");
    }

    /** The certificate by which the node is known, for a bootstrap token. */
    TlsIdentity clientIdentity(X509Certificate authority, String token, String node) throws IOException {
        return issue(
                client(ClientTls.trusting(List.of(authority)), token),
                node,
                AltNames.NONE,
                "kubernetes.io/kube-apiserver-client-kubelet",
                "client auth");
    }

    /** The certificate that the node's agent serves with. */
    TlsIdentity servingIdentity(Client asNode, String node, String address) throws IOException {
        return issue(
                asNode,
                node,
                AltNames.of(List.of(node), List.of(address)),
                "kubernetes.io/kubelet-serving",
                "server auth");
    }

    private TlsIdentity issue(Client client, String node, AltNames names, String signer, String usage)
            throws IOException {
        var pair = Keys.generate(new SecureRandom());
        var pem = CertificateRequest.create(pair, Subject.of("system:node:" + node, "system:nodes"), names);
        var request = JsonMap.of(
                "apiVersion",
                "certificates.k8s.io/v1",
                "kind",
                "CertificateSigningRequest",
                "metadata",
                JsonMap.of("generateName", "node-csr-"),
                "spec",
                JsonMap.of(
                        "request",
                        Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)),
                        "signerName",
                        signer,
                        "usages",
                        JsonList.of("digital signature", usage)));
        try {
            var created = client.of(CertificateSigningRequest.KIND).create(CertificateSigningRequest.KIND.of(request));
            return TlsIdentity.ofPem(await(client, created.name()), Pem.write(pair.getPrivate()));
        } catch (ApiFailure failure) {
            throw new UsageException(
                    server + " gives no certificate for node " + node + ": " + failure.getMessage(), failure);
        }
    }

    private String await(Client client, String name) throws WireException {
        var answer = new CompletableFuture<String>();
        try (var watched =
                Informer.of(client, CertificateSigningRequest.KIND, Selectors.fields("metadata.name=" + name), clock)) {
            watched.onChange(change -> {
                var status = change.object().status();
                refusal(change.object()).ifPresent(why -> answer.completeExceptionally(new UsageException(why)));
                if (status.hasCertificate()) {
                    answer.complete(new String(status.certificate(), StandardCharsets.UTF_8));
                }
            });
            watched.start();
            return answer.get(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WireException("interrupted while waiting for a certificate", e);
        } catch (TimeoutException e) {
            throw new UsageException(
                    "nobody has approved the certificate signing request " + name + " within " + MAX_WAIT_SECONDS
                            + " s; is there a node of that name or address already?",
                    e);
        } catch (ExecutionException e) {
            var cause = e.getCause();
            throw new UsageException(cause == null ? e.toString() : String.valueOf(cause.getMessage()), e);
        }
    }

    private static Optional<String> refusal(CertificateSigningRequest request) {
        return request.status().conditions().stream()
                .filter(condition ->
                        condition.type().equals("Denied") || condition.type().equals("Failed"))
                .map(condition ->
                        "the certificate signing request " + request.name() + " was refused: " + condition.message())
                .findFirst();
    }
}
