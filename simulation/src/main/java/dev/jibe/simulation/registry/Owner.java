package dev.jibe.simulation.registry;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who owns fields: a manager, by an operation, through a subresource. See <a
 * href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management">Field management</a>.
 */
record Owner(String manager, String operation, String subresource) implements Comparable<Owner> {

    static final String APPLY = "Apply";
    static final String UPDATE = "Update";

    @Override
    public int compareTo(Owner other) {
        return toString().compareTo(other.toString());
    }

    /** Which fields differ, or are there only afterwards. */
    static Set<String> changed(Map<String, String> before, Map<String, String> after) {
        var changed = new TreeSet<String>();
        after.forEach((path, value) -> {
            if (!value.equals(before.get(path))) {
                changed.add(path);
            }
        });
        return changed;
    }

    /** What others own of the fields that differ. */
    static Set<String> conflicts(SortedMap<Owner, Set<String>> owners, Owner by, Set<String> changed) {
        var conflicts = new TreeSet<String>();
        owners.forEach((owner, fields) -> {
            if (!owner.equals(by)) {
                fields.stream().filter(changed::contains).forEach(conflicts::add);
            }
        });
        return conflicts;
    }

    /** Who owns what when an owner has made one state of another; what is changed is the owner's alone, what is gone nobody's. */
    static SortedMap<Owner, Set<String>> after(
            SortedMap<Owner, Set<String>> owners, Owner by, Map<String, String> before, Map<String, String> after) {
        var changed = changed(before, after);
        var result = new TreeMap<Owner, Set<String>>();
        owners.forEach((owner, fields) -> {
            var kept = new TreeSet<>(fields);
            kept.removeIf(path -> changed.contains(path) || (before.containsKey(path) && !after.containsKey(path)));
            result.put(owner, kept);
        });
        result.computeIfAbsent(by, _ -> new TreeSet<>()).addAll(changed);
        result.values().removeIf(Set::isEmpty);
        return result;
    }
}
