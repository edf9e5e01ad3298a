package dev.jibe.controllers.certificates;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.object.api.certificates.v1.CertificateSigningRequest;
import dev.jibe.object.api.certificates.v1.CertificateSigningRequestCondition;
import dev.jibe.runtime.Clock;
import java.util.ArrayList;

/** How a controller approves a request by itself. */
record Approval(Resource<CertificateSigningRequest> requests, Informer<CertificateSigningRequest> cache, Clock clock) {

    /** Approves, unless the request is gone. */
    void write(CertificateSigningRequest request, String message, Fence fence) {
        var conditions = new ArrayList<>(request.status().conditions());
        conditions.add(CertificateSigningRequestCondition.EMPTY
                .withType("Approved")
                .withStatus("True")
                .withReason("AutoApproved")
                .withMessage(message)
                .withLastUpdateTime(clock.now()));
        var approved = request.withStatus(request.status().withConditions(conditions));
        try {
            var answer = requests.put("", request.name(), "approval", approved.tree());
            fence.wrote(cache, CertificateSigningRequest.KIND.of(answer));
        } catch (ApiFailure failure) {
            if (!failure.isNotFound()) {
                throw failure;
            }
        }
    }
}
