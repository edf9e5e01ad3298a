package dev.jibe.scheduler.filter;

import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many nodes do not suit a pod for which reason. */
public final class Unfit {

    private final TreeMap<String, Integer> reasons = new TreeMap<>();

    public void add(Rejection why) {
        why.reasons().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
    }

    /** The sentence that upstream makes of it. */
    public String message(int nodes) {
        var list = reasons.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .sorted()
                .collect(Collectors.joining(", "));
        return "0/" + nodes + " nodes are available: " + list + ".";
    }
}
