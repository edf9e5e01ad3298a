package dev.jibe.controllers.certificates;

import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.api.certificates.v1.CertificateSigningRequest;
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Service;
import dev.jibe.wire.WireException;
import java.util.HashSet;
import java.util.Set;

/**
 * Approves requests of nodes for the certificates that their agents serve with, where nodes may join by themselves.
 *
 * <p>Upstream leaves these to an administrator, and its API server then takes whatever certificate a node shows; ours
 * wants one of the cluster's. See "kubelet serving certificates" in
 * https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/.
 */
public final class ServingApproval {
    private static final Key API_SERVER = new Key("default", "kubernetes");

    private final Approval approval;
    private final Resource<Service> services;
    private final Resource<EndpointSlice> slices;
    private final Informer<CertificateSigningRequest> cache;
    private final Informer<Node> nodes;

    private ServingApproval(Surroundings surroundings) {
        services = surroundings.client().of(Service.KIND);
        slices = surroundings.client().of(EndpointSlice.KIND);
        cache = surroundings.informer(CertificateSigningRequest.KIND);
        approval = new Approval(surroundings.client().of(CertificateSigningRequest.KIND), cache, surroundings.clock());
        nodes = surroundings.informer(Node.KIND);
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new ServingApproval(surroundings);
        return surroundings.running(surroundings
                .controller("certificate_serving_approval")
                .on(shell.cache)
                .start(shell::reconcile));
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cache.cache().get(key);
        if (found.isEmpty()
                || !found.get().spec().signerName().equals(Requests.KUBELET_SERVING)
                || Requests.isDecided(found.get())) {
            return Outcome.DONE;
        }
        var request = found.get();
        try {
            var content = Requests.parse(request);
            var asked = new ServingPlan.Asked(
                    request.spec().username(),
                    content.subject().commonName(),
                    content.altNames().dnsNames(),
                    content.altNames().ipAddresses());
            if (Requests.fault(request, content).isEmpty() && ServingPlan.isSafe(asked, taken(asked))) {
                approval.write(
                        request, "The node asks for its own name and for addresses that nobody else has.", fence);
            }
        } catch (WireException malformed) {
            return Outcome.DONE; // somebody else's to deny
        }
        return Outcome.DONE;
    }

    /** The addresses of the API server and of every other node. */
    private Set<String> taken(ServingPlan.Asked asked) {
        var taken = new HashSet<String>();
        for (Node node : nodes.cache().all()) {
            if (!asked.user().equals(ServingPlan.USER_PREFIX + node.name())) {
                node.status().addresses().forEach(each -> taken.add(each.address()));
            }
        }
        services.find(API_SERVER.namespace(), API_SERVER.name())
                .ifPresent(service -> taken.addAll(service.spec().clusterIPs()));
        slices.find(API_SERVER.namespace(), API_SERVER.name())
                .ifPresent(slice -> slice.endpoints().forEach(endpoint -> taken.addAll(endpoint.addresses())));
        return taken;
    }
}
