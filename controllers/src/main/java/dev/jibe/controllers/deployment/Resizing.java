package dev.jibe.controllers.deployment;

import dev.jibe.controllers.deployment.Action.ResizeSet;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import java.util.List;

/** The action that gives a set a size, if it is not what it has. */
final class Resizing {

    private Resizing() {}

    static List<Action> to(Deployment deployment, ReplicaSet set, int size) {
        var sizes = Annotations.sizes(deployment);
        return set.spec().replicas() == size && !Annotations.differ(set, sizes)
                ? List.of()
                : List.of(new ResizeSet(set.name(), set.uid(), set.spec().replicas(), size, sizes));
    }

    /** As {@link #to}, but only if the size itself differs. */
    static List<Action> onlyTo(Deployment deployment, ReplicaSet set, int size) {
        return set.spec().replicas() == size ? List.of() : to(deployment, set, size);
    }
}
