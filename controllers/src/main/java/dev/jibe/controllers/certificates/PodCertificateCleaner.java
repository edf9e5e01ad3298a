package dev.jibe.controllers.certificates;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.api.certificates.v1beta1.PodCertificateRequest;
import dev.jibe.runtime.Clock;
import java.time.Duration;

/** Removes requests for certificates of pods when the node has had time enough to take the answer (KEP-4317). */
public final class PodCertificateCleaner {

    static final Duration KEPT = Duration.ofMinutes(15);

    private final Resource<PodCertificateRequest> requests;
    private final Informer<PodCertificateRequest> cache;
    private final Clock clock;

    private PodCertificateCleaner(Surroundings surroundings) {
        requests = surroundings.client().of(PodCertificateRequest.KIND);
        cache = surroundings.informer(PodCertificateRequest.KIND);
        clock = surroundings.clock();
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new PodCertificateCleaner(surroundings);
        return surroundings.running(surroundings
                .controller("podcertificaterequestcleaner")
                .on(shell.cache)
                .start(shell::reconcile));
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var request = found.get();
        var left = Duration.between(
                clock.now(), request.metadata().creationTimestamp().plus(KEPT));
        if (left.isPositive()) {
            return Outcome.again(left);
        }
        try {
            requests.delete(key.namespace(), key.name(), Deletion.ofUid(request.uid()));
        } catch (ApiFailure failure) {
            if (!failure.isNotFound() && !failure.isConflict()) {
                throw failure;
            }
        }
        return Outcome.DONE;
    }
}
