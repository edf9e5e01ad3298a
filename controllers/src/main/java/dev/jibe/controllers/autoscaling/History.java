package dev.jibe.controllers.autoscaling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was recommended for a target lately, and by how much it was scaled.
 *
 * @param recommendations the latest last
 * @param ups additions of replicas
 * @param downs removals of replicas
 */
record History(List<Entry> recommendations, List<Entry> ups, List<Entry> downs) {
    static final History NONE = new History(List.of(), List.of(), List.of());

    private static final Duration LONGEST = Duration.ofHours(1);

    History {
        recommendations = List.copyOf(recommendations);
        ups = List.copyOf(ups);
        downs = List.copyOf(downs);
    }

    record Entry(int replicas, Instant time) {}

    History recommended(int replicas, Instant now) {
        return new History(with(recommendations, replicas, now), ups, downs);
    }

    History scaled(int from, int to, Instant now) {
        if (to > from) {
            return new History(recommendations, with(ups, to - from, now), downs);
        }
        return to < from ? new History(recommendations, ups, with(downs, from - to, now)) : this;
    }

    /** The longest window that a policy can have is half an hour, so what is older than an hour may go. */
    private static List<Entry> with(List<Entry> entries, int replicas, Instant now) {
        var result = new ArrayList<Entry>();
        for (var entry : entries) {
            if (entry.time().isAfter(now.minus(LONGEST))) {
                result.add(entry);
            }
        }
        result.add(new Entry(replicas, now));
        return result;
    }

    static int sumSince(List<Entry> entries, Instant since) {
        return entries.stream()
                .filter(it -> it.time().isAfter(since))
                .mapToInt(Entry::replicas)
                .sum();
    }
}
