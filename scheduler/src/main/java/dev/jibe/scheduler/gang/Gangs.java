package dev.jibe.scheduler.gang;

import dev.jibe.client.cache.Change;
import dev.jibe.object.api.scheduling.v1alpha2.PodGroup;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The groups that there are, and the pods that say they belong to them. Belongs to the scheduler's one thread.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/gang-scheduling/">Gang Scheduling</a> and
 * KEP-4671.
 */
public final class Gangs {

    /** The pods of one group by their keys, and those of them that wait until there are more. */
    private static final class Members {
        final Map<String, PodInfo> all = new LinkedHashMap<>();
        final Map<String, PodInfo> held = new LinkedHashMap<>();
    }

    private final GangFeatures features;
    private final Map<String, Gang> groups = new HashMap<>();
    private final Map<String, Members> members = new HashMap<>();

    public Gangs(GangFeatures features) {
        this.features = features;
    }

    /** The group to decide a pod with; empty for a pod that is decided alone. */
    public String groupOf(PodInfo pod) {
        return features.groups() ? Gang.keyOf(pod) : "";
    }

    public Optional<Gang> gang(String key) {
        return Optional.ofNullable(groups.get(key));
    }

    /** Hears of a group; answers the pods that waited for it. */
    public List<PodInfo> hear(Change<PodGroup> change) {
        return switch (change) {
            case Change.Added<PodGroup>(var group) -> put(new Gang(group));
            case Change.Updated<PodGroup>(var before, var group) -> put(new Gang(group));
            case Change.Deleted<PodGroup>(var group) -> {
                groups.remove(new Gang(group).key());
                yield List.of();
            }
        };
    }

    private List<PodInfo> put(Gang gang) {
        groups.put(gang.key(), gang);
        return released(gang.key());
    }

    /** Counts a pod; answers the pods of its group that waited for it. */
    public List<PodInfo> add(PodInfo pod) {
        var group = groupOf(pod);
        if (group.isEmpty()) {
            return List.of();
        }
        boolean known =
                members.computeIfAbsent(group, ignored -> new Members()).all.put(pod.key(), pod) != null;
        return known ? List.of() : released(group);
    }

    public void remove(PodInfo pod) {
        var group = groupOf(pod);
        var those = members.get(group);
        if (those != null) {
            those.all.remove(pod.key());
            those.held.remove(pod.key());
            if (those.all.isEmpty()) {
                members.remove(group);
            }
        }
    }

    /** Whether a pod has to wait until its group, or enough of it, is there. */
    public boolean mustWait(PodInfo pod) {
        var group = groupOf(pod);
        return !group.isEmpty() && features.gangs() && !isComplete(group);
    }

    /** Whether a pod that says it belongs to a group cannot be decided without it. */
    public boolean needsGroups() {
        return features.gangs();
    }

    private boolean isComplete(String key) {
        var gang = groups.get(key);
        return gang != null && size(members.get(key)) >= gang.least();
    }

    private static int size(@Nullable Members those) {
        return those == null ? 0 : those.all.size();
    }

    /** Has a pod wait until its group is there. */
    public void hold(PodInfo pod) {
        var those = members.get(groupOf(pod));
        if (those != null) {
            those.held.put(pod.key(), pod);
        }
    }

    private List<PodInfo> released(String group) {
        var those = members.get(group);
        if (those == null || those.held.isEmpty() || !isComplete(group)) {
            return List.of();
        }
        var released = new ArrayList<>(those.held.values());
        those.held.clear();
        return released;
    }

    /** All pods of a group that are not over, with and without a node. */
    public Collection<PodInfo> members(String group) {
        var those = members.get(group);
        return those == null ? List.of() : those.all.values();
    }
}
