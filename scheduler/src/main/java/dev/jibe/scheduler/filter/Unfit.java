package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.config.Plugin;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many nodes do not suit a pod for which reason. */
public final class Unfit {

    private final Map<Rejection, Integer> rejections = new HashMap<>();
    private Rejection last = Rejection.NONE;
    private int repeats;

    public void add(Rejection why) {
        add(why, 1);
    }

    public void add(Rejection why, int nodes) {
        // Most nodes are unfit for the same reason as the one before.
        if (!why.equals(last)) {
            count();
            last = why;
        }
        repeats += nodes;
    }

    private void count() {
        if (repeats > 0) {
            rejections.merge(last, repeats, Integer::sum);
            repeats = 0;
        }
    }

    /** Those whose conditions were not met. */
    public Set<Plugin> plugins() {
        count();
        var plugins = EnumSet.noneOf(Plugin.class);
        rejections.keySet().forEach(why -> plugins.add(why.plugin()));
        return plugins;
    }

    /** The sentence that upstream makes of it. */
    public String message(int nodes) {
        count();
        var reasons = new TreeMap<String, Integer>();
        rejections.forEach((why, count) -> why.reasons().forEach(reason -> reasons.merge(reason, count, Integer::sum)));
        var list = reasons.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .sorted()
                .collect(Collectors.joining(", "));
        return "0/" + nodes + " nodes are available: " + list + ".";
    }
}
