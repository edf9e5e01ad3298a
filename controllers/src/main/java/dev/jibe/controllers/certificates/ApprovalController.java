package dev.jibe.controllers.certificates;

import dev.jibe.client.Call;
import dev.jibe.client.Client;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.certificates.v1.CertificateSigningRequest;
import dev.jibe.wire.WireException;
import java.util.Map;

/** Approves requests of nodes for their own client certificates, if they may have them. */
public final class ApprovalController {
    private final Client client;
    private final Approval approval;
    private final Informer<CertificateSigningRequest> cache;

    private ApprovalController(Surroundings surroundings) {
        client = surroundings.client();
        cache = surroundings.informer(CertificateSigningRequest.KIND);
        approval = new Approval(surroundings.client().of(CertificateSigningRequest.KIND), cache, surroundings.clock());
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new ApprovalController(surroundings);
        return surroundings.running(surroundings
                .controller("certificate_csrapproving")
                .on(shell.cache)
                .start(shell::reconcile));
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cache.cache().get(key);
        if (found.isEmpty() || Requests.isDecided(found.get()) || Requests.isIssued(found.get())) {
            return Outcome.DONE;
        }
        var request = found.get();
        try {
            var content = Requests.parse(request);
            if (!request.spec().signerName().equals(Requests.KUBELET_CLIENT)
                    || Requests.fault(request, content).isPresent()) {
                return Outcome.DONE;
            }
            boolean isSelf = request.spec().username().equals(content.subject().commonName());
            if (isSelf && mayHave(request, "selfnodeclient")) {
                approval.write(
                        request, "Auto approving self kubelet client certificate after SubjectAccessReview.", fence);
            } else if (mayHave(request, "nodeclient")) {
                approval.write(request, "Auto approving kubelet client certificate after SubjectAccessReview.", fence);
            }
        } catch (WireException malformed) {
            return Outcome.DONE; // somebody else's to deny
        }
        return Outcome.DONE;
    }

    private boolean mayHave(CertificateSigningRequest request, String subresource) {
        var spec = request.spec();
        var resource = JsonMap.of(
                "group",
                "certificates.k8s.io",
                "resource",
                "certificatesigningrequests",
                "verb",
                "create",
                "subresource",
                subresource,
                "version",
                "*");
        var asked = JsonMap.of(
                "user",
                spec.username(),
                "uid",
                spec.uid(),
                "groups",
                spec.tree().list("groups"),
                "extra",
                spec.extraTree(),
                "resourceAttributes",
                resource);
        var body = JsonMap.of("apiVersion", "authorization.k8s.io/v1", "kind", "SubjectAccessReview", "spec", asked);
        var path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
        return client.transport()
                .send(new Call("POST", path, Map.of(), Call.JSON, body))
                .body()
                .map("status")
                .bool("allowed");
    }
}
