package dev.jibe.controllers.certificates;

import dev.jibe.client.queue.Controller;
import dev.jibe.controllers.Expiring;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.api.certificates.v1.CertificateSigningRequest;

/** Removes requests that nobody needs any more. */
public final class CleaningController {

    private CleaningController() {}

    public static Controller start(Surroundings surroundings) {
        return Expiring.start(
                surroundings, "certificate_csrcleaner", CertificateSigningRequest.KIND, CleaningPlan::expiry);
    }
}
