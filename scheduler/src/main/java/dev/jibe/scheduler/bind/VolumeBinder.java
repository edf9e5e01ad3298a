package dev.jibe.scheduler.bind;

import dev.jibe.client.Client;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Informer;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.runtime.Clock;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.snapshot.VolumePlan;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees to it that a pod's claims have their volumes before the pod gets its node.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode">Volume Binding
 * Mode</a>.
 */
public final class VolumeBinder {

    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
    private static final String BOUND = "pv.kubernetes.io/bind-completed";
    private static final String BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";

    private final Resource<PersistentVolume> volumes;
    private final Resource<PersistentVolumeClaim> claims;
    private final Informer<PersistentVolumeClaim> known;
    private final Clock clock;
    private final Set<Pending> pending = ConcurrentHashMap.newKeySet();

    /** Claims that somebody waits for. */
    private final class Pending {
        private final VolumePlan plan;
        private final long atLeast;
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();

        Pending(VolumePlan plan, long atLeast) {
            this.plan = plan;
            this.atLeast = atLeast;
        }

        void check() {
            if (known.revision() < atLeast) {
                return;
            }
            try {
                if (plan.claims().stream().allMatch(claim -> isBound(claim, plan))) {
                    done.complete(true);
                }
            } catch (SchedulerException e) {
                done.completeExceptionally(e);
            }
        }
    }

    public VolumeBinder(Client client, Informer<PersistentVolumeClaim> known, Clock clock) {
        this.volumes = client.of(PersistentVolume.KIND);
        this.claims = client.of(PersistentVolumeClaim.KIND);
        this.known = known;
        this.clock = clock;
        known.onChange(change -> pending.forEach(Pending::check));
    }

    /** Writes what was planned and waits until every claim is bound; fails if that takes too long. */
    public void bind(VolumePlan plan, String node, Duration longest) {
        long written = 0;
        for (var match : plan.matches()) {
            promise(match);
        }
        for (var claim : plan.provisions()) {
            written = Math.max(written, order(claim, node));
        }
        var waiting = new Pending(plan, written);
        pending.add(waiting);
        var limit = clock.schedule(
                longest,
                () -> waiting.done.completeExceptionally(
                        new SchedulerException("binding volumes: context deadline exceeded")));
        try {
            waiting.check();
            waiting.done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SchedulerException why ? why : e;
        } finally {
            limit.cancel();
            pending.remove(waiting);
        }
    }

    private void promise(VolumePlan.Match match) {
        var metadata = match.claim().map("metadata");
        var reference = JsonMap.of(
                "apiVersion", "v1",
                "kind", "PersistentVolumeClaim",
                "namespace", metadata.string("namespace"),
                "name", metadata.string("name"),
                "uid", metadata.string("uid"),
                "resourceVersion", metadata.string("resourceVersion"));
        var volume = match.volume();
        if (!volume.map("spec").has("claimRef")) {
            volume = volume.withAt("yes", "metadata", "annotations", BY_CONTROLLER);
        }
        volumes.update(PersistentVolume.KIND.of(volume.withAt(reference, "spec", "claimRef")));
    }

    private long order(JsonMap claim, String node) {
        var metadata = claim.map("metadata");
        var change = JsonMap.of(
                "metadata",
                JsonMap.of(
                        "uid", metadata.string("uid"),
                        "annotations", JsonMap.of(SELECTED_NODE, node)));
        var written = claims.patch(metadata.string("namespace"), metadata.string("name"), new Patch.Merge(change));
        return Long.parseLong(written.resourceVersion());
    }

    private boolean isBound(JsonMap planned, VolumePlan plan) {
        var metadata = planned.map("metadata");
        var key = VolumePlan.key(planned);
        var claim = known.cache()
                .get(metadata.string("namespace"), metadata.string("name"))
                .filter(it -> it.uid().equals(metadata.string("uid")))
                .orElseThrow(() -> new SchedulerException("binding volumes: claim " + key + " is gone"));
        var annotations = claim.tree().map("metadata").map("annotations");
        boolean bound = !claim.spec().volumeName().isEmpty() && annotations.has(BOUND);
        if (!bound && isOrdered(planned, plan) && !annotations.has(SELECTED_NODE)) {
            throw new SchedulerException(
                    "binding volumes: provisioning failed for PVC \"" + metadata.string("name") + "\"");
        }
        return bound;
    }

    private static boolean isOrdered(JsonMap claim, VolumePlan plan) {
        return List.copyOf(plan.provisions()).contains(claim);
    }
}
