package dev.jibe.network.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What the kernel would hold after transactions: chains and maps, and the kernel's refusals. */
final class TableModel {

    private final Map<String, List<String>> chains = new TreeMap<>();
    private final Map<String, Map<String, String>> elements = new TreeMap<>();

    Map<String, List<String>> chains() {
        return chains;
    }

    Map<String, Map<String, String>> elements() {
        elements.values().removeIf(Map::isEmpty);
        return elements;
    }

    void apply(String commands) {
        for (var line : commands.lines().toList()) {
            var words = line.split(" ", 6);
            var what = words[0] + " " + words[1];
            var name = words[4];
            var rest = words.length > 5 ? words[5] : "";
            switch (what) {
                case "add chain" -> chains.putIfAbsent(name, new ArrayList<>());
                case "add rule" -> Objects.requireNonNull(chains.get(name)).add(rest);
                case "flush chain" -> Objects.requireNonNull(chains.get(name)).clear();
                case "delete chain" -> {
                    refuseIfUsed(name);
                    chains.remove(name);
                }
                case "add element" -> {
                    var parts = inner(rest).split(" : ", 2);
                    elements.computeIfAbsent(name, ignored -> new TreeMap<>()).put(parts[0], parts[1]);
                }
                case "delete element" ->
                    Objects.requireNonNull(elements.get(name)).remove(inner(rest));
                case "add set", "delete set" -> {}
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    private void refuseIfUsed(String chain) {
        boolean used = chains.values().stream().flatMap(List::stream).anyMatch(rule -> rule.contains(chain))
                || elements.values().stream()
                        .flatMap(map -> map.values().stream())
                        .anyMatch(v -> v.endsWith(chain));
        if (used) {
            throw new IllegalStateException("chain is in use: " + chain);
        }
    }

    private static String inner(String braces) {
        return braces.substring(2, braces.length() - 2);
    }
}
