package dev.jibe.object.ownership;

import java.util.Comparator;
import java.util.HashMap;

/** Bounds how many of those who update are told apart: the oldest become one, {@code ancient-changes}. */
final class ManagerCap {

    private static final int MAX_UPDATING = 10;
    private static final String OLDEST = "ancient-changes";

    private ManagerCap() {}

    static void apply(Managers managers) {
        var updating = managers.ids().stream()
                .filter(id -> !id.applies())
                .sorted(Comparator.<ManagerId>comparingLong(id -> Managers.seconds(managers.time(id)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        int left = updating.size();
        var firstOf = new HashMap<String, ManagerId>();
        for (var id : updating) {
            if (left <= MAX_UPDATING) {
                return;
            }
            var owned = managers.get(id);
            if (owned == null) {
                continue;
            }
            var bucket = ManagerId.updating(OLDEST, owned.apiVersion(), "");
            var first = firstOf.putIfAbsent(owned.apiVersion(), id);
            if (first == null) {
                continue;
            }
            if (managers.get(bucket) == null) {
                managers.put(bucket, new Owned(managers.fieldsOf(first), owned.apiVersion()));
                managers.remove(first);
            }
            var all = owned.fields().union(managers.fieldsOf(bucket));
            managers.remove(id);
            managers.put(bucket, new Owned(all, owned.apiVersion()));
            managers.touch(bucket, managers.time(id));
            left--;
        }
    }
}
