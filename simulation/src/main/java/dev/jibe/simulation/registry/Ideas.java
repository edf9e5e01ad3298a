package dev.jibe.simulation.registry;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a client may think of doing next: few objects, few fields, few managers, so that they meet. */
final class Ideas {

    private static final List<String> COLORS = List.of("red", "blue");
    private static final List<String> FINALIZERS = List.of("example.com/a", "example.com/b");
    private static final List<String> KEYS = List.of("a", "b", "c");

    private final SplittableRandom random;
    private final Knowledge knowledge;

    Ideas(SplittableRandom random, Knowledge knowledge) {
        this.random = random;
        this.knowledge = knowledge;
    }

    private <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private boolean isLucky(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    Subject subject() {
        var sort = oneOf(List.of(Sort.values()));
        var name = sort == Sort.POD ? oneOf(List.of(Subject.BOUND, "free")) : oneOf(List.of("p", "q"));
        return new Subject(sort, isLucky(4) ? Subject.NAMESPACES.getLast() : Subject.NAMESPACES.getFirst(), name);
    }

    String color() {
        return oneOf(COLORS);
    }

    Act next() {
        var subject = subject();
        var known = knowledge.recall(subject, random);
        if (known == null || isLucky(6)) {
            return isLucky(3) ? apply(subject, known) : new Act.Create(subject, manager(), fields(subject.sort(), 8));
        }
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> replace(subject, known);
            case 3, 4, 5 -> merge(subject, known);
            case 6 -> edit(subject, known);
            case 7, 8, 9 -> apply(subject, known);
            default -> delete(subject, known);
        };
    }

    private String manager() {
        return oneOf(List.of("m1", "m2"));
    }

    private String version(JsonMap known, int oneIn) {
        return isLucky(oneIn) ? known.map("metadata").string("resourceVersion") : "";
    }

    private String uid(JsonMap known, int oneIn) {
        return isLucky(oneIn) ? known.map("metadata").string("uid") : "";
    }

    private String path(Sort sort) {
        return switch (random.nextInt(sort.content().isEmpty() ? 2 : 4)) {
            case 0 -> Fields.LABELS + oneOf(List.of("x", "y"));
            case 1 -> Fields.ANNOTATIONS + oneOf(KEYS);
            default -> sort.content() + "/" + oneOf(KEYS);
        };
    }

    /** Values are new, but for a few that several may agree on. */
    private String value(String path) {
        return path.equals(Fields.LABELS + "x") ? color() : isLucky(3) ? "same" : knowledge.fresh();
    }

    private Map<String, String> fields(Sort sort, int oneInStatus) {
        var fields = new TreeMap<String, String>();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            var path = path(sort);
            fields.put(path, value(path));
        }
        if (isLucky(4)) {
            fields.put(Fields.FINALIZERS + oneOf(FINALIZERS), "");
        }
        if (sort.keepsBase()) {
            fields.put(sort.content() + "/" + Fields.BASE, "0");
        }
        if (sort.hasStatus() && isLucky(oneInStatus)) {
            fields.putAll(status(sort));
        }
        return fields;
    }

    private Map<String, String> status(Sort sort) {
        var fields = new TreeMap<String, String>();
        for (var key : new TreeMap<>(Map.of("a", 0, "b", 0, "message", 0, "reason", 0)).keySet()) {
            if (sort.statusKeys().contains(key) && random.nextBoolean()) {
                fields.put(Fields.STATUS + key, isLucky(3) ? "same" : knowledge.fresh());
            }
        }
        if (sort.keepsBase()) {
            fields.put(Fields.STATUS + Fields.BASE, "0");
        }
        return fields;
    }

    private Act replace(Subject subject, JsonMap known) {
        var sort = subject.sort();
        boolean status = sort == Sort.THING && isLucky(3);
        var version = version(known, 2);
        if (sort.needsVersion() && version.isEmpty() && !isLucky(4)) {
            version = known.map("metadata").string("resourceVersion");
        }
        var fields = new TreeMap<>(Fields.of(known, sort));
        if (status) {
            fields.keySet().removeIf(Fields::isStatus);
            fields.putAll(status(sort));
        } else if (isLucky(2)) {
            fields.keySet().removeIf(path -> !path.startsWith(Fields.FINALIZERS));
            fields.putAll(fields(sort, 4));
        } else {
            for (int left = random.nextInt(3); left > 0; left--) {
                var path = path(sort);
                if (isLucky(3)) {
                    fields.remove(path);
                } else {
                    fields.put(path, value(path));
                }
            }
            if (isLucky(3)) {
                fields.keySet().removeIf(path -> path.startsWith(Fields.FINALIZERS));
            }
        }
        var spec = sort == Sort.POD ? known.map("spec") : JsonMap.EMPTY;
        return new Act.Replace(subject, manager(), status, fields, spec, version, uid(known, 4));
    }

    private Act merge(Subject subject, JsonMap known) {
        var sort = subject.sort();
        boolean status = sort.hasStatus() && isLucky(3);
        boolean strategic = sort.knowsStrategicMerge() && random.nextBoolean();
        Map<String, Optional<String>> changes = new HashMap<>();
        Optional<List<String>> finalizers = Optional.empty();
        List<String> dropped = List.of();
        boolean whole = false;
        if (status) {
            status(sort).forEach((path, value) -> changes.put(path, Optional.of(value)));
        } else {
            for (int left = random.nextInt(4); left > 0; left--) {
                var path = path(sort);
                changes.put(path, isLucky(3) ? Optional.empty() : Optional.of(value(path)));
            }
            if (isLucky(3)) {
                var wanted = new ArrayList<>(FINALIZERS.subList(0, random.nextInt(3)));
                finalizers = strategic && wanted.isEmpty() ? Optional.empty() : Optional.of(wanted);
            }
            if (strategic && finalizers.isEmpty() && isLucky(3)) {
                dropped = List.of(oneOf(isLucky(3) ? List.of("orphan", "foregroundDeletion") : FINALIZERS));
            }
            if (strategic && sort == Sort.CONFIG_MAP && isLucky(6)) {
                whole = true;
                changes.values().removeIf(Optional::isEmpty);
            }
        }
        return new Act.Merge(
                subject, manager(), status, strategic, changes, finalizers, dropped, whole, version(known, 4));
    }

    private Act edit(Subject subject, JsonMap known) {
        var steps = new ArrayList<Act.Step>();
        var paths = new TreeMap<String, String>();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            var path = path(subject.sort());
            paths.put(path.substring(0, path.indexOf('/')), path);
        }
        for (var path : paths.values()) {
            var operation = oneOf(List.of("add", "add", "replace", "remove", "test"));
            var known0 = Fields.of(known, subject.sort()).getOrDefault(path, "none");
            steps.add(new Act.Step(operation, path, operation.equals("test") ? known0 : value(path)));
        }
        return new Act.Edit(subject, manager(), steps, version(known, 3));
    }

    private Act apply(Subject subject, @Nullable JsonMap known) {
        var sort = subject.sort();
        boolean status = known != null && sort.hasStatus() && isLucky(4);
        var fields = status ? status(sort) : fields(sort, 8);
        var version = known == null ? "" : version(known, 8);
        return new Act.Apply(subject, oneOf(List.of("a1", "a2", "m1")), status, fields, isLucky(3), version);
    }

    private Act delete(Subject subject, JsonMap known) {
        var grace = isLucky(2) ? OptionalLong.empty() : OptionalLong.of(oneOf(List.of(0L, 5L, 10L)));
        var propagation = isLucky(4) ? oneOf(List.of("Orphan", "Foreground", "Background")) : "";
        return new Act.Delete(subject, grace, propagation, uid(known, 4), version(known, 4));
    }
}
