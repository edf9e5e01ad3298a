package dev.jibe.simulation.registry;

import dev.jibe.simulation.registry.Effect.Refused;
import dev.jibe.simulation.registry.Effect.Removed;
import dev.jibe.simulation.registry.Effect.Same;
import dev.jibe.simulation.registry.Effect.Written;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The model: what an act does to an object, as plainly as the documentation says it. */
final class Rules {

    private static final String ORPHAN = Fields.FINALIZERS + "orphan";
    private static final String FOREGROUND = Fields.FINALIZERS + "foregroundDeletion";

    private static final Owner FIRST = new Owner("before-first-apply", Owner.UPDATE, "");

    /** What a pod has that does not say otherwise. */
    private static final long USUAL_GRACE = 30;

    private Rules() {}

    /** @param version of the object as it is, if there is one */
    static Effect effect(Act act, @Nullable State before, long version) {
        return switch (act) {
            case Act.Create create -> before == null ? created(create) : Refused.EXISTS;
            case Act.Replace replace -> before == null ? Refused.NOT_FOUND : replaced(replace, before, version);
            case Act.Merge merge -> before == null ? Refused.NOT_FOUND : merged(merge, before, version);
            case Act.Edit edit -> before == null ? Refused.NOT_FOUND : edited(edit, before, version);
            case Act.Apply apply -> before == null ? appliedNew(apply) : applied(apply, before, version);
            case Act.Delete delete -> before == null ? Refused.NOT_FOUND : deleted(delete, before, version);
        };
    }

    private static boolean isOther(String asked, long version) {
        return !asked.isEmpty() && !asked.equals(Long.toString(version));
    }

    private static SortedMap<String, String> only(Map<String, String> fields, Predicate<String> wanted) {
        var result = new TreeMap<>(fields);
        result.keySet().removeIf(wanted.negate());
        return result;
    }

    private static Effect created(Act.Create create) {
        var fields = only(create.fields(), path -> !Fields.isStatus(path));
        var whole = Fields.withContainers(fields, create.subject().sort());
        return begun(create.subject(), new Owner(create.manager(), Owner.UPDATE, ""), whole);
    }

    private static Effect begun(Subject subject, Owner by, SortedMap<String, String> fields) {
        SortedMap<Owner, Set<String>> owners = new TreeMap<>();
        if (!fields.isEmpty()) {
            owners.put(by, new TreeSet<>(fields.keySet()));
        }
        var whole = Fields.withContainers(fields, subject.sort());
        return new Written(
                new State("", whole, owners, true, subject.sort().countsGenerations() ? 1 : 0, OptionalLong.empty()));
    }

    private static Effect replaced(Act.Replace replace, State before, long version) {
        if (isOther(replace.version(), version)
                || (!replace.uid().isEmpty() && !replace.uid().equals(before.uid()))) {
            return Refused.CONFLICT;
        }
        if (replace.version().isEmpty() && replace.subject().sort().needsVersion()) {
            return Refused.INVALID;
        }
        var fields = only(replace.fields(), path -> Fields.isStatus(path) == replace.status());
        fields.putAll(only(before.fields(), path -> Fields.isStatus(path) != replace.status()));
        return updated(replace.subject(), by(replace.manager(), replace.status()), before, fields);
    }

    private static Owner by(String manager, boolean status) {
        return new Owner(manager, Owner.UPDATE, status ? "status" : "");
    }

    private static Effect merged(Act.Merge merge, State before, long version) {
        var fields = new TreeMap<>(before.fields());
        var content = merge.subject().sort().content() + "/";
        Predicate<String> isContent = path -> path.startsWith(content);
        // What is to replace something that is not there is left out.
        boolean isIdle = merge.whole() && fields.keySet().stream().noneMatch(isContent);
        if (merge.whole()) {
            fields.keySet().removeIf(isContent);
        }
        merge.changes().forEach((path, value) -> {
            if (!(isIdle && isContent.test(path))) {
                value.ifPresentOrElse(there -> fields.put(path, there), () -> fields.remove(path));
            }
        });
        merge.finalizers().ifPresent(wanted -> {
            if (!merge.strategic()) {
                fields.keySet().removeIf(path -> path.startsWith(Fields.FINALIZERS));
            }
            wanted.forEach(each -> fields.put(Fields.FINALIZERS + each, ""));
        });
        merge.dropped().forEach(each -> fields.remove(Fields.FINALIZERS + each));
        if (isOther(merge.version(), version)) {
            return Refused.CONFLICT;
        }
        return updated(merge.subject(), by(merge.manager(), merge.status()), before, fields);
    }

    private static Effect edited(Act.Edit edit, State before, long version) {
        if (isOther(edit.version(), version)) {
            return Refused.INVALID;
        }
        var fields = new TreeMap<>(before.fields());
        for (var step : edit.steps()) {
            var path = step.path();
            boolean isThere = fields.containsKey(path);
            var container = path.substring(0, path.indexOf('/') + 1);
            boolean applies = switch (step.operation()) {
                case "test" -> step.value().equals(fields.get(path));
                // Upstream replaces what is not there, too.
                case "add", "replace" -> before.fields().keySet().stream().anyMatch(each -> each.startsWith(container));
                default -> isThere;
            };
            if (!applies) {
                return Refused.INVALID;
            }
            switch (step.operation()) {
                case "add", "replace" -> fields.put(path, step.value());
                case "remove" -> fields.remove(path);
                default -> {}
            }
        }
        return updated(edit.subject(), by(edit.manager(), false), before, fields);
    }

    private static Effect appliedNew(Act.Apply apply) {
        if (apply.status()) {
            return Refused.NOT_FOUND;
        }
        var fields = only(apply.fields(), path -> !Fields.isStatus(path));
        return begun(apply.subject(), new Owner(apply.manager(), Owner.APPLY, ""), fields);
    }

    private static Effect applied(Act.Apply apply, State before, long version) {
        var by = new Owner(apply.manager(), Owner.APPLY, apply.status() ? "status" : "");
        var config = only(apply.fields(), path -> Fields.isStatus(path) == apply.status());
        var owned = known(before);
        var fields = new TreeMap<>(before.fields());
        fields.putAll(config);
        withdraw(fields, owned, by, config);
        var after = Fields.withContainers(fields, apply.subject().sort());
        // What somebody owns stays though nothing is in it, but nobody can see that afterwards.
        var merged = new TreeMap<>(after);
        before.fields().keySet().stream()
                .filter(Fields::isContainer)
                .filter(path -> isOthers(owned, by, path))
                .forEach(path -> merged.put(path, ""));
        var conflicts = Owner.conflicts(owned, by, Owner.changed(before.fields(), merged));
        if (!conflicts.isEmpty() && !apply.force()) {
            return new Refused(409, "Conflict", conflicts);
        }
        var owners = Owner.after(owned, by, before.fields(), merged);
        owners.put(by, new TreeSet<>(config.keySet()));
        owners.values().removeIf(Set::isEmpty);
        if (isOther(apply.version(), version)) {
            return Refused.CONFLICT;
        }
        return settled(apply.subject(), before, after, owners);
    }

    /** Whose the fields are; what was there before anybody applied anything is given a name. */
    private static SortedMap<Owner, Set<String>> known(State before) {
        if (before.isTracked()) {
            return before.owners();
        }
        var owned = new TreeMap<Owner, Set<String>>();
        if (!before.fields().isEmpty()) {
            owned.put(FIRST, new TreeSet<>(before.fields().keySet()));
        }
        return owned;
    }

    private static boolean isOthers(SortedMap<Owner, Set<String>> owned, Owner by, String path) {
        return owned.entrySet().stream()
                .anyMatch(each -> !each.getKey().equals(by) && each.getValue().contains(path));
    }

    /** Takes away what an owner has applied before and does not now, if it is nobody else's; with the last of a map goes the map. */
    private static void withdraw(
            SortedMap<String, String> fields,
            SortedMap<Owner, Set<String>> owned,
            Owner by,
            SortedMap<String, String> config) {
        Predicate<String> isHeld = path -> config.containsKey(path) || isOthers(owned, by, path);
        for (var path : owned.getOrDefault(by, Set.of())) {
            var container = Fields.containerOf(path);
            Predicate<String> isInside = each -> each.startsWith(container);
            if (!isOthers(owned, by, container) && fields.keySet().stream().noneMatch(isInside.and(isHeld))) {
                fields.keySet().removeIf(isInside);
            } else if (!isHeld.test(path)) {
                fields.remove(path);
            }
        }
    }

    private static Effect updated(Subject subject, Owner by, State before, SortedMap<String, String> fields) {
        var after = Fields.withContainers(fields, subject.sort());
        // Of an object whose fields are nobody's, nobody comes to own any by writing them.
        var owners = before.isTracked() ? Owner.after(before.owners(), by, before.fields(), after) : before.owners();
        return settled(subject, before, after, owners);
    }

    private static Effect settled(
            Subject subject, State before, SortedMap<String, String> fields, SortedMap<Owner, Set<String>> owners) {
        var finalizers =
                only(fields, path -> path.startsWith(Fields.FINALIZERS)).keySet();
        if (before.isEnding() && !before.fields().keySet().containsAll(finalizers)) {
            return Refused.INVALID;
        }
        if (before.grace().orElse(-1) == 0 && finalizers.isEmpty()) {
            return new Removed(before);
        }
        boolean isSame = fields.equals(before.fields()) && owners.equals(before.owners());
        if (isSame) {
            return new Same(before);
        }
        var content = subject.sort().content() + "/";
        Predicate<String> isContent = path -> path.startsWith(content);
        boolean counts =
                subject.sort() == Sort.THING && !only(fields, isContent).equals(only(before.fields(), isContent));
        return new Written(before.with(fields, owners, before.generation() + (counts ? 1 : 0)));
    }

    private static Effect deleted(Act.Delete delete, State before, long version) {
        if (isOther(delete.version(), version)
                || (!delete.uid().isEmpty() && !delete.uid().equals(before.uid()))) {
            return Refused.CONFLICT;
        }
        boolean isGraceful = delete.subject().sort() == Sort.POD;
        long left = before.grace().orElse(0);
        if (isGraceful && left > 0 && delete.grace().orElse(left) >= left) {
            return new Same(before);
        }
        long grace = !isGraceful || (before.isEnding() && left == 0)
                ? 0
                : before.isEnding() || delete.subject().isBound()
                        ? delete.grace().orElse(USUAL_GRACE)
                        : 0;
        var fields = Fields.withContainers(
                withFinalizers(before.fields(), delete.propagation()),
                delete.subject().sort());
        boolean isKept = grace > 0 || fields.keySet().stream().anyMatch(path -> path.startsWith(Fields.FINALIZERS));
        if (!isKept) {
            return new Removed(before);
        }
        long generation = before.generation() + (before.isEnding() || before.generation() == 0 ? 0 : 1);
        var after = new State(
                before.uid(), fields, before.owners(), before.isTracked(), generation, OptionalLong.of(grace));
        return after.isLike(before) ? new Same(before) : new Written(after);
    }

    private static SortedMap<String, String> withFinalizers(SortedMap<String, String> fields, String propagation) {
        if (propagation.isEmpty()) {
            return Collections.unmodifiableSortedMap(fields);
        }
        var result = only(fields, path -> !List.of(ORPHAN, FOREGROUND).contains(path));
        switch (propagation) {
            case "Orphan" -> result.put(ORPHAN, "");
            case "Foreground" -> result.put(FOREGROUND, "");
            default -> {}
        }
        return result;
    }
}
