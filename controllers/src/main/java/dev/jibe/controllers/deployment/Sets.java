package dev.jibe.controllers.deployment;

import static java.util.Comparator.comparing;

import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** The ReplicaSets of a Deployment: that of its template, if there is one, and the old ones, oldest first. */
record Sets(Optional<ReplicaSet> current, List<ReplicaSet> old) {

    /** Names break ties, so that the same sets always come in the same order. */
    static final Comparator<ReplicaSet> OLDEST_FIRST =
            comparing((ReplicaSet set) -> set.metadata().creationTimestamp()).thenComparing(ReplicaSet::name);

    Sets {
        old = List.copyOf(old);
    }

    /** The oldest set with the Deployment's template is the current one; so a rollback takes up an old set again. */
    static Sets of(Deployment deployment, List<ReplicaSet> held) {
        var sorted = held.stream().sorted(OLDEST_FIRST).toList();
        var template = Template.of(deployment.spec().template());
        var current = sorted.stream()
                .filter(set -> Template.of(set.spec().template()).equals(template))
                .findFirst();
        var old = sorted.stream()
                .filter(set ->
                        current.isEmpty() || !set.uid().equals(current.get().uid()))
                .toList();
        return new Sets(current, old);
    }

    /** The same when this set of the Deployment's template has been created. */
    Sets with(ReplicaSet created) {
        return new Sets(Optional.of(created), old);
    }

    List<ReplicaSet> all() {
        return Stream.concat(old.stream(), current.stream()).toList();
    }

    /** Those that want pods, oldest first. */
    List<ReplicaSet> active() {
        return all().stream()
                .filter(set -> set.spec().replicas() > 0)
                .sorted(OLDEST_FIRST)
                .toList();
    }

    List<ReplicaSet> activeOld() {
        return old.stream().filter(set -> set.spec().replicas() > 0).toList();
    }

    int sum(ToIntFunction<ReplicaSet> figure) {
        return all().stream().mapToInt(figure).sum();
    }

    int desired() {
        return sum(set -> set.spec().replicas());
    }

    int available() {
        return sum(set -> set.status().availableReplicas());
    }

    /** How many of the available pods are to stay: a set that was made smaller may not have said yet that it is. */
    int lasting() {
        return sum(set -> Math.min(set.spec().replicas(), set.status().availableReplicas()));
    }
}
