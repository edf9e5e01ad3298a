package dev.jibe.controllers.poolstatus;

import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Expiring;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceSlice;
import dev.jibe.object.api.resource.v1alpha3.ResourcePoolStatusRequest;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shell that answers requests for the status of pools of devices, and removes them when they have been read (KEP-5677).
 */
public final class PoolStatusController {

    private static final Duration ANSWERED = Duration.ofHours(1);
    private static final Duration UNANSWERED = Duration.ofHours(24);
    private static final Set<String> ANSWERS = Set.of("Complete", "Failed");

    /** How often a request waits for drivers that are still publishing; then nobody looks at it until it expires. */
    private static final int MAX_RETRIES = 5;

    private final Resource<ResourcePoolStatusRequest> resource;
    private final Informer<ResourcePoolStatusRequest> requests;
    private final Informer<ResourceSlice> slices;
    private final Informer<ResourceClaim> claims;
    private final Clock clock;
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();

    private PoolStatusController(Surroundings surroundings) {
        resource = surroundings.client().of(ResourcePoolStatusRequest.KIND);
        requests = surroundings.informer(ResourcePoolStatusRequest.KIND);
        slices = surroundings.informer(ResourceSlice.KIND);
        claims = surroundings.informer(ResourceClaim.KIND);
        clock = surroundings.clock();
    }

    public static void start(Surroundings surroundings) {
        var shell = new PoolStatusController(surroundings);
        surroundings.running(surroundings
                .controller("resourcepoolstatusrequest")
                .on(shell.requests)
                .reads(shell.slices)
                .reads(shell.claims)
                .start(shell::reconcile));
        Expiring.start(
                surroundings,
                "resourcepoolstatusrequestcleaner",
                ResourcePoolStatusRequest.KIND,
                PoolStatusController::end);
    }

    static Instant end(ResourcePoolStatusRequest request) {
        var created = request.metadata().creationTimestamp();
        if (!request.hasStatus()) {
            return created.plus(UNANSWERED);
        }
        return request.status().conditions().stream()
                .filter(condition -> ANSWERS.contains(condition.type()))
                .findFirst()
                .map(condition -> condition.lastTransitionTime())
                .orElse(created)
                .plus(ANSWERED);
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = requests.cache().get(key);
        if (found.isEmpty() || found.get().hasStatus()) {
            tries.remove(key.name());
            return Outcome.DONE;
        }
        var request = found.get();
        var plan = PoolStatusPlan.of(new PoolStatusPlan.Observed(
                request, slices.cache().all(), claims.cache().all(), clock.now()));
        if (plan.complete()) {
            var answered = ResourcePoolStatusRequest.KIND.of(request.tree().with("status", plan.status()));
            fence.wrote(requests, resource.updateStatus(answered));
            return Outcome.DONE;
        }
        return tries.merge(key.name(), 1, Integer::sum) > MAX_RETRIES
                ? Outcome.DONE
                : Outcome.retry(new IllegalStateException("incomplete pools detected, requeueing"));
    }
}
