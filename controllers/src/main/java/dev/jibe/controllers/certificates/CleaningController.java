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
import dev.jibe.object.api.certificates.v1.CertificateSigningRequest;
import dev.jibe.runtime.Clock;
import java.time.Duration;

/** Removes requests that nobody needs any more. */
public final class CleaningController {
    private final Resource<CertificateSigningRequest> requests;
    private final Informer<CertificateSigningRequest> cache;
    private final Clock clock;

    private CleaningController(Surroundings surroundings) {
        requests = surroundings.client().of(CertificateSigningRequest.KIND);
        cache = surroundings.informer(CertificateSigningRequest.KIND);
        clock = surroundings.clock();
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new CleaningController(surroundings);
        return surroundings.running(surroundings
                .controller("certificate_csrcleaner")
                .on(shell.cache)
                .start(shell::reconcile));
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var left = Duration.between(clock.now(), CleaningPlan.expiry(found.get()));
        if (left.isPositive()) {
            return Outcome.again(left);
        }
        try {
            requests.delete("", key.name(), Deletion.ofUid(found.get().uid()));
        } catch (ApiFailure failure) {
            if (!failure.isNotFound() && !failure.isConflict()) {
                throw failure;
            }
        }
        return Outcome.DONE;
    }
}
