package dev.jibe.simulation;

import dev.jibe.client.Client;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.v1.Pod;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Everything that ever happened to pods and ReplicaSets, and what must hold of each moment of it. */
final class Journal implements AutoCloseable {

    private final Follower<Pod> pods;
    private final Follower<ReplicaSet> sets;

    Journal(PodRules rules, Rollouts rollouts) {
        this.pods = new Follower<>(Pod.KIND, new Follower.Reader<>() {
            @Override
            public void put(@Nullable Pod before, Pod now, Collection<Pod> all) {
                rules.check(before, now, all);
                rollouts.checkPods(all, now);
            }

            @Override
            public void removed(Pod last, Collection<Pod> all) {
                rules.removed(last);
                rollouts.checkPods(all, last);
            }
        });
        this.sets = new Follower<>(ReplicaSet.KIND, new Follower.Reader<>() {
            @Override
            public void put(@Nullable ReplicaSet before, ReplicaSet now, Collection<ReplicaSet> all) {
                rollouts.checkSets(all, now);
            }

            @Override
            public void removed(ReplicaSet last, Collection<ReplicaSet> all) {}
        });
    }

    /** Goes on from where the last life of the cluster ended, or from what is there. */
    void follow(Client client) {
        pods.follow(client);
        sets.follow(client);
    }

    /** Fails if anything was wrong so far. */
    void check() {
        pods.check();
        sets.check();
    }

    /** The pods that are there, as far as has been read. */
    Collection<Pod> pods() {
        return pods.objects();
    }

    @Override
    public void close() {
        pods.close();
        sets.close();
    }
}
