package dev.jibe.object.ownership;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Moves the ownership of fields along with a write.
 *
 * <p>Objects come without {@code metadata.managedFields}.
 *
 * @see <a href="https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/555-server-side-apply">KEP-555</a>
 */
public final class Updater {

    /** Fields that are nobody's. */
    private static final FieldSet NOBODYS = FieldSet.of(List.of(
            FieldSet.path("apiVersion"),
            FieldSet.path("kind"),
            FieldSet.path("metadata"),
            FieldSet.path("metadata", "name"),
            FieldSet.path("metadata", "namespace"),
            FieldSet.path("metadata", "creationTimestamp"),
            FieldSet.path("metadata", "selfLink"),
            FieldSet.path("metadata", "uid"),
            FieldSet.path("metadata", "clusterName"),
            FieldSet.path("metadata", "generation"),
            FieldSet.path("metadata", "managedFields"),
            FieldSet.path("metadata", "resourceVersion")));

    private final Versions versions;
    private final String version;
    private final MergeType type;

    /** @param version the one that objects are written in */
    public Updater(Versions versions, String version) {
        this.versions = versions;
        this.version = version;
        var served = versions.type(version);
        if (served == null) {
            throw new IllegalArgumentException("not a version of the kind: " + version);
        }
        this.type = served;
    }

    /** What a write of the object did, of what counts. */
    public Difference difference(JsonMap live, JsonMap object) {
        return TreeDiff.between(live, object, type).filtered(versions.filter(version));
    }

    /**
     * Gives what an update has changed to the one who updates, and takes it from everybody else.
     *
     * @param now written into the entry if it took any field
     */
    public void update(
            JsonMap live, JsonMap object, Difference difference, Managers managers, ManagerId manager, String now) {
        reconcile(managers);
        move(live, object, difference, managers, null);
        var taken = versions.filter(version).apply(difference.written()).difference(NOBODYS);
        if (!taken.isEmpty()) {
            managers.put(manager, new Owned(taken.union(managers.fieldsOf(manager)), version));
            managers.touch(manager, now);
        }
        ManagerCap.apply(managers);
    }

    /** The fields that would change hands by force, by who has them. */
    private Map<ManagerId, FieldSet> conflicts(Map<ManagerId, Difference> differences, Managers managers) {
        var conflicts = new LinkedHashMap<ManagerId, FieldSet>();
        differences.forEach((id, difference) -> {
            var conflict = managers.fieldsOf(id).intersection(difference.written());
            if (!conflict.isEmpty()) {
                conflicts.put(id, conflict);
            }
        });
        return conflicts;
    }

    /** What the write did, as each manager's version of the object shows it. */
    private Map<ManagerId, Difference> differences(
            JsonMap live, JsonMap object, Difference difference, Managers managers, @Nullable ManagerId self) {
        var byVersion = new HashMap<String, Difference>();
        byVersion.put(version, difference);
        var all = new LinkedHashMap<ManagerId, Difference>();
        for (var id : managers.ids()) {
            var owned = managers.get(id);
            if (owned == null || id.equals(self)) {
                continue;
            }
            var other = owned.apiVersion();
            var otherType = versions.type(other);
            if (otherType == null) {
                managers.remove(id);
                continue;
            }
            all.put(
                    id,
                    byVersion.computeIfAbsent(
                            other,
                            ignored -> TreeDiff.between(
                                            versions.convert(live, version, other),
                                            versions.convert(object, version, other),
                                            otherType)
                                    .filtered(versions.filter(other))));
        }
        return all;
    }

    private void move(
            JsonMap live, JsonMap object, Difference difference, Managers managers, @Nullable ManagerId self) {
        differences(live, object, difference, managers, self).forEach((id, change) -> {
            var owned = managers.get(id);
            if (owned != null) {
                managers.put(
                        id,
                        owned.with(owned.fields().difference(change.written()).difference(change.removed())));
            }
        });
    }

    private void reconcile(Managers managers) {
        for (var id : managers.ids()) {
            var owned = managers.get(id);
            var seen = owned == null ? null : versions.type(owned.apiVersion());
            if (owned != null && seen != null) {
                managers.put(id, owned.with(Reconciled.of(owned.fields(), seen)));
            }
        }
    }

    /** What became of an applied configuration. */
    public sealed interface Outcome {
        /** The object that it makes of the live one; null if that is as the configuration wants it. */
        record Applied(@Nullable JsonMap object) implements Outcome {}

        /** Nothing has changed, as these fields belong to others. */
        record Refused(List<Conflict> conflicts) implements Outcome {}
    }

    /**
     * Refuses what cannot be a configuration.
     *
     * @throws dev.jibe.object.MalformedException if it is not one of the type
     */
    public void check(JsonMap config) {
        TreeCheck.check(config, type);
    }

    /**
     * Refuses what an object that is there cannot be; items of lists may come twice.
     *
     * @throws dev.jibe.object.MalformedException if it is not one of the type
     */
    public static void checkStored(JsonMap object, MergeType type) {
        TreeCheck.checkStored(object, type);
    }

    /** The fields that a configuration names; it has to be one of the type. */
    public FieldSet fields(JsonMap config) {
        return TreeFields.of(config, type);
    }

    /** What has to be done to the first configuration to get the second. */
    public Difference compare(JsonMap first, JsonMap second) {
        return TreeDiff.between(first, second, type);
    }

    /**
     * Makes the object what the configuration says, and the fields that it names the manager's. Fields that it named
     * before and does not any more are removed, unless others have them too.
     *
     * @param config checked
     * @param managers of the live object; of no further use if the configuration is refused
     */
    public Outcome apply(JsonMap live, JsonMap config, Managers managers, ManagerId manager, boolean force) {
        reconcile(managers);
        var merged = TreeMerge.merge(live, config, type);
        var last = managers.get(manager);
        var named = versions.filter(version).apply(TreeFields.of(config, type));
        // What it names now is its own already when it is decided what to remove.
        managers.put(manager, new Owned(named, version));
        var pruned = new Pruning(versions, version).prune(merged, managers, last);
        var difference = difference(live, pruned);
        var differences = differences(live, pruned, difference, managers, manager);
        var conflicts = conflicts(differences, managers);
        if (!force && !conflicts.isEmpty()) {
            return new Outcome.Refused(list(conflicts));
        }
        differences.forEach((id, change) -> {
            var owned = managers.get(id);
            if (owned != null) {
                managers.put(
                        id,
                        owned.with(owned.fields().difference(change.written()).difference(change.removed())));
            }
        });
        managers.put(manager, new Owned(named.difference(NOBODYS), version));
        return new Outcome.Applied(pruned.equals(live) ? null : pruned);
    }

    private static List<Conflict> list(Map<ManagerId, FieldSet> conflicts) {
        var list = new ArrayList<Conflict>();
        conflicts.forEach((id, fields) -> fields.forEach(path -> list.add(new Conflict(id, path))));
        return list;
    }
}
