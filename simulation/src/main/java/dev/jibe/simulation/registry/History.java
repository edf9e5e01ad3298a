package dev.jibe.simulation.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All changes in the order of their versions, and between them what there was. */
final class History {

    /** Times of which nothing is known but how they ended: versions after the first and up to the second. */
    record Gap(long after, long until) {}

    private final List<Moment> moments = new ArrayList<>();
    private final Map<Subject, List<Moment>> bySubject = new HashMap<>();
    private final List<Gap> gaps = new ArrayList<>();

    /** @throws IllegalStateException if it is not a change that can follow the last of its object */
    void add(Moment moment) {
        var before = last(moment.subject());
        if (before != null && moment.version() <= before.version() && moment.known()) {
            throw new IllegalStateException("versions go back: " + moment + " after " + before);
        }
        moments.add(moment);
        bySubject.computeIfAbsent(moment.subject(), _ -> new ArrayList<>()).add(moment);
    }

    /** Brings what was added kind by kind into one order. */
    void sort() {
        moments.sort((a, b) -> Long.compare(a.version(), b.version()));
    }

    void skip(Gap gap) {
        gaps.add(gap);
    }

    boolean isInGap(long version) {
        return gaps.stream().anyMatch(gap -> version > gap.after() && version < gap.until());
    }

    /** Whether something of the time between is not known. */
    boolean hasGapAfter(long version, long until) {
        return gaps.stream().anyMatch(gap -> version < gap.until() && until > gap.after());
    }

    List<Moment> moments() {
        return moments;
    }

    List<Moment> of(Subject subject) {
        return bySubject.getOrDefault(subject, List.of());
    }

    @Nullable
    Moment last(Subject subject) {
        var all = of(subject);
        return all.isEmpty() ? null : all.getLast();
    }

    /** What there was of an object at a version; null if nothing. */
    @Nullable
    Moment at(Subject subject, long version) {
        Moment found = null;
        for (var moment : of(subject)) {
            if (moment.version() > version) {
                break;
            }
            found = moment;
        }
        return found == null || found.state() == null ? null : found;
    }

    /** Everything that there was of a sort at a version, in the order of lists. */
    Map<String, Moment> at(Sort sort, String namespace, long version) {
        var result = new TreeMap<String, Moment>();
        for (var subject : bySubject.keySet()) {
            if (subject.sort() == sort && (namespace.isEmpty() || namespace.equals(subject.namespace()))) {
                var there = at(subject, version);
                if (there != null) {
                    result.put(subject.namespace() + "/" + subject.name(), there);
                }
            }
        }
        return result;
    }
}
