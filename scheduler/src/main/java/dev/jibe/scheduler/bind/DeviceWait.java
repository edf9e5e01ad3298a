package dev.jibe.scheduler.bind;

import dev.jibe.client.cache.Informer;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.runtime.Clock;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.devices.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Waits until devices are made ready for a node, by drivers that say so in the claims.
 *
 * <p>See <a href="https://github.com/kubernetes/enhancements/issues/5007">KEP-5007, Device binding conditions</a>.
 */
final class DeviceWait {
    private static final String TIMED_OUT = "device binding timeout";

    private final Informer<ResourceClaim> known;
    private final Clock clock;
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

    /** The claims of one pod. */
    private final class Waiting {
        private final List<JsonMap> claims;
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();

        Waiting(List<JsonMap> claims) {
            this.claims = claims;
        }

        void check() {
            boolean isReady = true;
            for (var claim : claims) {
                var metadata = claim.map("metadata");
                var current = known.cache()
                        .get(metadata.string("namespace"), metadata.string("name"))
                        .filter(it -> it.uid().equals(metadata.string("uid")))
                        .map(ResourceClaim::tree);
                if (current.isEmpty()) {
                    fail("resourceclaim \"" + metadata.string("name") + "\" not found");
                    return;
                }
                switch (Readiness.of(current.get())) {
                    case Readiness.Ready() -> {}
                    case Readiness.Pending() -> isReady = false;
                    case Readiness.Failed(var why) -> fail(why);
                }
            }
            if (isReady) {
                done.complete(true);
            }
        }

        void timeOut(String claim) {
            fail(TIMED_OUT + ": claim=" + claim);
        }

        private void fail(String why) {
            done.completeExceptionally(new SchedulerException(why));
        }
    }

    DeviceWait(Informer<ResourceClaim> known, Clock clock) {
        this.known = known;
        this.clock = clock;
        known.onChange(change -> waiting.forEach(Waiting::check));
    }

    /**
     * Returns when the devices of the claims are ready; fails if they will not be, or not in time.
     *
     * @param watcher told if any has to be made so, and how it ended
     */
    void until(List<JsonMap> claims, Duration patience, DeviceWatcher watcher) {
        var slow = claims.stream()
                .filter(claim -> Readiness.isNeeded(claim.map("status").map("allocation")))
                .toList();
        if (slow.isEmpty()) {
            return;
        }
        watcher.waits();
        long begun = clock.nanoTime();
        var status = "error";
        try {
            await(slow, patience);
            status = "success";
        } catch (SchedulerException e) {
            status = status(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            watcher.waited(slow, status, clock.nanoTime() - begun);
        }
    }

    private static String status(String why) {
        if (why.startsWith(Readiness.FAILED)) {
            return "failure";
        }
        return why.startsWith(TIMED_OUT) ? "timeout" : "error";
    }

    private void await(List<JsonMap> slow, Duration patience) {
        var one = new Waiting(slow);
        waiting.add(one);
        var first = slow.stream()
                .min((a, b) -> deadline(a, patience).compareTo(deadline(b, patience)))
                .orElseThrow();
        var left = Duration.between(clock.now(), deadline(first, patience));
        var limit = clock.schedule(
                left.isNegative() ? Duration.ZERO : left,
                () -> one.timeOut(first.map("metadata").string("name")));
        try {
            one.check();
            one.done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SchedulerException why ? why : e;
        } finally {
            limit.cancel();
            waiting.remove(one);
        }
    }

    private Instant deadline(JsonMap claim, Duration patience) {
        return Readiness.deadline(claim.map("status").map("allocation"), patience)
                .orElseGet(() -> clock.now().plus(patience));
    }
}
