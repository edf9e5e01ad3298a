package dev.jibe.controllers.statefulset;

import dev.jibe.controllers.pods.PodState;
import dev.jibe.controllers.statefulset.Action.CreateClaims;
import dev.jibe.controllers.statefulset.Action.CreatePod;
import dev.jibe.controllers.statefulset.Action.DeletePod;
import dev.jibe.controllers.statefulset.Action.LabelPod;
import dev.jibe.controllers.statefulset.Action.TellConflict;
import dev.jibe.controllers.statefulset.Action.TellUpdate;
import dev.jibe.controllers.statefulset.Action.UpdateClaim;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One look at all ordinals: first those that should be there, lowest first, then those that should not, highest first,
 * then those of an older template. In order, each step waits for the ones before; in parallel none does.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#deployment-and-scaling-guarantees">Deployment
 * and Scaling Guarantees</a>.
 */
final class Pass {
    private final Observed observed;
    private final boolean ordered;
    private final TreeMap<Integer, Pod> replicas = new TreeMap<>();
    private final TreeMap<Integer, Pod> condemned = new TreeMap<>(Comparator.reverseOrder());
    private final List<Action> actions = new ArrayList<>();

    private Pass(Observed observed, List<Pod> held) {
        this.observed = observed;
        this.ordered = observed.isOrdered();
        for (var pod : held) {
            int ordinal = Identity.ordinal(observed.set(), pod);
            if (ordinal >= 0) {
                (observed.isWanted(ordinal) ? replicas : condemned).put(ordinal, pod);
            }
        }
    }

    static List<Action> of(Observed observed, List<Pod> held) {
        var pass = new Pass(observed, held);
        if (pass.keep() && pass.reduce() && observed.isRolling()) {
            pass.update();
        }
        return pass.actions;
    }

    /** Sees to every ordinal that should be there; false if the next step has to wait. */
    private boolean keep() {
        for (int i = 0; i < observed.replicas(); i++) {
            int ordinal = observed.firstOrdinal() + i;
            var pod = Optional.ofNullable(replicas.get(ordinal));
            boolean settled = pod.isPresent() ? keep(ordinal, pod.get()) : create(ordinal);
            if (!settled && ordered) {
                return false;
            }
        }
        return true;
    }

    private boolean keep(int ordinal, Pod pod) {
        if (PodState.isFinished(pod)) {
            if (!pod.isTerminating()) {
                actions.add(new DeletePod(pod.name(), pod.uid())); // another takes its place
            }
            return false;
        }
        boolean isPending = pod.status().phase().equals("Pending");
        if (isPending) {
            var missing = missingClaims(ordinal);
            if (!missing.isEmpty()) {
                actions.add(new CreateClaims(pod.name(), missing));
            }
            own(ordinal, pod, false);
        }
        if (ordered && !observed.isHealthy(pod)) {
            return false;
        }
        boolean isChanged = !isPending && own(ordinal, pod, false);
        if (!Identity.isLabelled(pod) && !pod.isTerminating()) {
            actions.add(new LabelPod(pod.name(), pod.uid(), ordinal));
        } else if (isChanged) {
            actions.add(new TellUpdate(pod.name()));
        }
        return true;
    }

    private boolean create(int ordinal) {
        var name = Identity.name(observed.set(), ordinal);
        var present = claims(ordinal);
        boolean isBlocked = present.stream().anyMatch(claim -> StorageClaims.isOfEarlier(claim, observed.set(), name));
        if (!isBlocked) {
            var leaving = present.stream()
                    .filter(PersistentVolumeClaim::isTerminating)
                    .map(PersistentVolumeClaim::name)
                    .toList();
            actions.add(new CreatePod(observed.wanted(ordinal), missingClaims(ordinal), leaving));
        }
        return false;
    }

    /** The claims of an ordinal that are there. */
    private List<PersistentVolumeClaim> claims(int ordinal) {
        return StorageClaims.of(observed.set(), ordinal).stream()
                .flatMap(claim -> Optional.ofNullable(observed.claims().get(claim.name())).stream())
                .toList();
    }

    private List<PersistentVolumeClaim> missingClaims(int ordinal) {
        return StorageClaims.of(observed.set(), ordinal).stream()
                .filter(claim -> !observed.claims().containsKey(claim.name()))
                .toList();
    }

    /** Has the pod's claims go with whom they should; false if they do already. */
    private boolean own(int ordinal, Pod pod, boolean isCondemned) {
        var claims = claims(ordinal);
        var changed = claims.stream()
                .flatMap(claim -> StorageClaims.owned(claim, observed.set(), pod, isCondemned).stream())
                .toList();
        if (!changed.isEmpty() || pod.status().phase().equals("Pending")) {
            claims.stream()
                    .filter(claim -> StorageClaims.isTaken(claim, observed.set(), pod))
                    .forEach(claim -> actions.add(new TellConflict(claim.name())));
        }
        changed.forEach(claim -> actions.add(new UpdateClaim(claim)));
        return !changed.isEmpty();
    }

    /** Removes what is beyond the number of replicas; false if the next step has to wait. */
    private boolean reduce() {
        condemned.forEach((ordinal, pod) -> own(ordinal, pod, true));
        var firstUnhealthy = firstUnhealthy();
        for (var pod : condemned.values()) {
            boolean mayGo = observed.isHealthy(pod)
                    || firstUnhealthy.filter(it -> it.uid().equals(pod.uid())).isPresent();
            if (!pod.isTerminating() && (mayGo || !ordered)) {
                actions.add(new DeletePod(pod.name(), pod.uid()));
            }
            if (ordered) {
                return false;
            }
        }
        return true;
    }

    private Optional<Pod> firstUnhealthy() {
        var rising = new ArrayList<>(replicas.values());
        rising.addAll(condemned.reversed().values());
        return rising.stream().filter(pod -> !observed.isHealthy(pod)).findFirst();
    }

    /** Deletes pods of older templates, highest ordinal first. */
    private void update() {
        int last = observed.firstOrdinal() + observed.replicas() - 1;
        int first = observed.firstOrdinal() + observed.partition();
        if (observed.several()) {
            updateSeveral(first, last);
            return;
        }
        for (int ordinal = last; ordinal >= first; ordinal--) {
            var pod = replicas.get(ordinal);
            if (pod != null && isOld(pod)) {
                actions.add(new DeletePod(pod.name(), pod.uid()));
                return;
            }
            if (pod == null || !observed.isHealthy(pod)) {
                return;
            }
        }
    }

    /** As many as may be unavailable at a time, if those that are so anyway leave room. */
    private void updateSeveral(int first, int last) {
        int healthy =
                (int) replicas.values().stream().filter(observed::isHealthy).count();
        int room = maxUnavailable() - (observed.replicas() - healthy);
        for (int ordinal = last; ordinal >= first && room > 0; ordinal--) {
            var pod = replicas.get(ordinal);
            if (pod != null && isOld(pod)) {
                actions.add(new DeletePod(pod.name(), pod.uid()));
                room--;
            }
        }
    }

    private boolean isOld(Pod pod) {
        return !pod.isTerminating()
                && !Identity.revisionOf(pod).equals(observed.update().name());
    }

    private int maxUnavailable() {
        var strategy = observed.set().spec().updateStrategy().rollingUpdate();
        return strategy.hasMaxUnavailable()
                ? Math.max(strategy.maxUnavailable().scaled(observed.replicas(), false), 1)
                : 1;
    }
}
