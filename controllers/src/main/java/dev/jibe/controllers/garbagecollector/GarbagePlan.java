package dev.jibe.controllers.garbagecollector;

import dev.jibe.client.AnyObject;
import dev.jibe.client.Deletion.Propagation;
import dev.jibe.controllers.garbagecollector.Action.Delete;
import dev.jibe.controllers.garbagecollector.Action.DropOwners;
import dev.jibe.controllers.garbagecollector.Action.Orphan;
import dev.jibe.controllers.garbagecollector.Action.RemoveFinalizer;
import dev.jibe.controllers.garbagecollector.Action.Tell;
import dev.jibe.controllers.garbagecollector.Action.Unblock;
import dev.jibe.controllers.garbagecollector.Action.Visit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of one object, decided from its owners and its dependents and nothing else.
 *
 * <p>An object goes when it names owners and none of them is there to stay. Planning again on the world that a plan leads
 * to yields no action but visits.
 */
record GarbagePlan(List<Action> actions) {

    GarbagePlan {
        actions = List.copyOf(actions);
    }

    /**
     * The world as one object sees it.
     *
     * @param owners what is known of each owner that it names, by uid
     * @param dependents the objects that name it as their owner
     */
    record Observed(AnyObject object, Map<String, OwnerState> owners, List<Dependent> dependents) {}

    static GarbagePlan of(Observed observed) {
        var object = observed.object();
        if (Finalizers.orphansDependents(object)) {
            return new GarbagePlan(orphan(observed));
        }
        if (Finalizers.waitsForDependents(object)) {
            return new GarbagePlan(awaitDependents(observed));
        }
        var actions = new ArrayList<Action>(misplaced(observed));
        actions.addAll(object.isTerminating() ? List.of() : judge(observed));
        return new GarbagePlan(actions);
    }

    /** What to say of owners in other namespaces. */
    private static List<Tell> misplaced(Observed observed) {
        var object = observed.object();
        return object.metadata().ownerReferences().stream()
                .filter(it -> observed.owners().get(it.uid()) == OwnerState.ELSEWHERE)
                .map(it ->
                        new Tell("ownerRef [" + it.apiVersion() + "/" + it.kind() + ", namespace: " + object.namespace()
                                + ", name: " + it.name() + ", uid: " + it.uid() + "] does not exist in namespace \""
                                + object.namespace() + "\""))
                .toList();
    }

    private static List<Action> orphan(Observed observed) {
        var actions = new ArrayList<Action>();
        var uid = observed.object().uid();
        observed.dependents().forEach(dependent -> actions.add(new Orphan(dependent, uid)));
        actions.add(new RemoveFinalizer(Finalizers.ORPHAN));
        return actions;
    }

    private static List<Action> awaitDependents(Observed observed) {
        var uid = observed.object().uid();
        boolean isBlocked = observed.dependents().stream().anyMatch(dependent -> dependent.blocks(uid));
        if (!isBlocked) {
            return List.of(new RemoveFinalizer(Finalizers.FOREGROUND));
        }
        return observed.dependents().stream()
                .filter(dependent -> !dependent.object().isTerminating())
                .<Action>map(dependent -> new Visit(dependent.identity()))
                .toList();
    }

    private static List<Action> judge(Observed observed) {
        if (observed.owners().isEmpty() || observed.owners().containsValue(OwnerState.UNKNOWN)) {
            return List.of();
        }
        var staying = with(observed, EnumSet.of(OwnerState.PRESENT));
        var absent = with(observed, EnumSet.of(OwnerState.ABSENT, OwnerState.ELSEWHERE));
        var waiting = with(observed, EnumSet.of(OwnerState.WAITING));
        if (!staying.isEmpty()) {
            absent.addAll(waiting);
            return absent.isEmpty() ? List.of() : List.of(new DropOwners(absent));
        }
        var uid = observed.object().uid();
        if (waiting.isEmpty() || observed.dependents().isEmpty()) {
            return List.of(new Delete(uid, propagation(observed.object())));
        }
        // It goes in the foreground as its owner does. A dependent that itself waits closes a circle, in which each
        // would wait for the next for ever: that dependent blocks no more.
        var actions = new ArrayList<Action>();
        observed.dependents().stream()
                .filter(dependent -> Finalizers.waitsForDependents(dependent.object()) && dependent.blocks(uid))
                .forEach(dependent -> actions.add(new Unblock(dependent, uid)));
        actions.add(new Delete(uid, Propagation.FOREGROUND));
        return actions;
    }

    /** As whoever set a finalizer has asked; otherwise dependents follow by themselves. */
    private static Propagation propagation(AnyObject object) {
        if (Finalizers.has(object, Finalizers.ORPHAN)) {
            return Propagation.ORPHAN;
        }
        return Finalizers.has(object, Finalizers.FOREGROUND) ? Propagation.FOREGROUND : Propagation.BACKGROUND;
    }

    private static Set<String> with(Observed observed, Set<OwnerState> states) {
        var uids = new HashSet<String>();
        observed.owners().forEach((uid, state) -> {
            if (states.contains(state)) {
                uids.add(uid);
            }
        });
        return uids;
    }
}
