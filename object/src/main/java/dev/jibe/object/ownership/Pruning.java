package dev.jibe.object.ownership;

import dev.jibe.object.JsonMap;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Takes out of an object what somebody applied before and does not any more, but leaves what others have too. */
final class Pruning {

    private final Versions versions;
    private final String version;

    Pruning(Versions versions, String version) {
        this.versions = versions;
        this.version = version;
    }

    /**
     * @param merged the live object with the new configuration
     * @param managers with the fields of the new configuration
     * @param last what was applied before
     */
    JsonMap prune(JsonMap merged, Managers managers, @Nullable Owned last) {
        if (last == null || last.fields().isEmpty()) {
            return merged;
        }
        var before = last.apiVersion();
        var type = versions.type(before);
        if (type == null) {
            return merged;
        }
        var converted = convert(merged, version, before);
        var pruned = TreeRemoval.remove(converted, last.fields().withNamedFields(type), type);
        pruned = withOwned(converted, pruned, before, managers);
        pruned = withDangling(converted, pruned, type, last.fields());
        return convert(pruned, before, version);
    }

    private JsonMap convert(JsonMap object, String from, String to) {
        return from.equals(to) ? object : versions.convert(object, from, to);
    }

    /** Puts back what anybody owns, the one who applies by the new configuration included. */
    private JsonMap withOwned(JsonMap merged, JsonMap pruned, String before, Managers managers) {
        var byVersion = new LinkedHashMap<String, FieldSet>();
        // The version that was pruned comes first: a conversion may need what was taken out.
        byVersion.put(before, FieldSet.EMPTY);
        for (var id : managers.ids()) {
            var owned = managers.get(id);
            if (owned != null) {
                byVersion.merge(owned.apiVersion(), owned.fields(), FieldSet::union);
            }
        }
        var result = pruned;
        for (var entry : byVersion.entrySet()) {
            var type = versions.type(entry.getKey());
            if (type != null) {
                var all = convert(merged, before, entry.getKey());
                var left = convert(result, before, entry.getKey());
                var kept = TreeFields.of(left, type)
                        .withNamedFields(type)
                        .union(entry.getValue().withNamedFields(type));
                var gone = TreeFields.of(all, type).withNamedFields(type).difference(kept);
                result = convert(TreeRemoval.remove(all, gone, type), entry.getKey(), before);
            }
        }
        return result;
    }

    /** Puts back what was not the applier's to take away. */
    private static JsonMap withDangling(JsonMap merged, JsonMap pruned, MergeType type, FieldSet last) {
        var left = TreeFields.of(pruned, type).withNamedFields(type);
        var all = TreeFields.of(merged, type).withNamedFields(type);
        var gone = all.difference(left).intersection(last.withNamedFields(type));
        return TreeRemoval.remove(merged, gone, type);
    }
}
