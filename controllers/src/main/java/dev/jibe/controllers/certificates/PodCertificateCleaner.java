package dev.jibe.controllers.certificates;

import dev.jibe.client.queue.Controller;
import dev.jibe.controllers.Expiring;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.api.certificates.v1beta1.PodCertificateRequest;
import java.time.Duration;

/** Removes requests for certificates of pods when the node has had time enough to take the answer (KEP-4317). */
public final class PodCertificateCleaner {

    private static final Duration KEPT = Duration.ofMinutes(15);

    private PodCertificateCleaner() {}

    public static Controller start(Surroundings surroundings) {
        return Expiring.start(
                surroundings,
                "podcertificaterequestcleaner",
                PodCertificateRequest.KIND,
                request -> request.metadata().creationTimestamp().plus(KEPT));
    }
}
