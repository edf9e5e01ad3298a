package dev.jibe.server.registry.validation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The difference of two texts in unified form, found in the way of Python's difflib: longest common block first, very
 * common lines of long texts not taken for beginnings.
 */
final class LineDiff {

    private static final int CONTEXT = 3;
    private static final int LONG_TEXT = 200;

    private final List<String> before;
    private final List<String> after;
    private final Map<String, List<Integer>> places = new HashMap<>();

    private record Block(int before, int after, int size) {}

    private record Change(boolean equal, int fromBefore, int toBefore, int fromAfter, int toAfter) {}

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
        for (int i = 0; i < after.size(); i++) {
            places.computeIfAbsent(after.get(i), line -> new ArrayList<>()).add(i);
        }
        if (after.size() >= LONG_TEXT) {
            int most = after.size() / 100 + 1;
            places.values().removeIf(lines -> lines.size() > most);
        }
    }

    /** Hunks with their heads; empty if there is no difference. */
    static String unified(List<String> before, List<String> after) {
        var diff = new LineDiff(before, after);
        var text = new StringBuilder();
        for (var group : groups(diff.changes())) {
            var first = group.getFirst();
            var last = group.getLast();
            text.append("@@ -")
                    .append(range(first.fromBefore(), last.toBefore()))
                    .append(" +")
                    .append(range(first.fromAfter(), last.toAfter()))
                    .append(" @@\n");
            for (var change : group) {
                if (change.equal()) {
                    write(text, ' ', before.subList(change.fromBefore(), change.toBefore()));
                } else {
                    write(text, '-', before.subList(change.fromBefore(), change.toBefore()));
                    write(text, '+', after.subList(change.fromAfter(), change.toAfter()));
                }
            }
        }
        return text.toString();
    }

    private static void write(StringBuilder text, char mark, List<String> lines) {
        lines.forEach(line -> text.append(mark).append(line).append('\n'));
    }

    private static String range(int from, int to) {
        int length = to - from;
        if (length == 1) {
            return String.valueOf(from + 1);
        }
        return (length == 0 ? from : from + 1) + "," + length;
    }

    private static List<List<Change>> groups(List<Change> changes) {
        if (changes.stream().allMatch(Change::equal)) {
            return List.of();
        }
        var groups = new ArrayList<List<Change>>();
        List<Change> group = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            var change = changes.get(i);
            if (change.equal()) {
                int size = change.toBefore() - change.fromBefore();
                boolean first = i == 0;
                boolean last = i == changes.size() - 1;
                if (!first && !last && size > 2 * CONTEXT) {
                    group.add(head(change, CONTEXT));
                    groups.add(group);
                    group = new ArrayList<>();
                    change = tail(change, CONTEXT);
                } else if (first) {
                    change = tail(change, CONTEXT);
                } else if (last) {
                    change = head(change, CONTEXT);
                }
            }
            group.add(change);
        }
        if (!group.isEmpty() && !(group.size() == 1 && group.getFirst().equal())) {
            groups.add(group);
        }
        return groups;
    }

    private static Change head(Change c, int lines) {
        int size = Math.min(lines, c.toBefore() - c.fromBefore());
        return new Change(true, c.fromBefore(), c.fromBefore() + size, c.fromAfter(), c.fromAfter() + size);
    }

    private static Change tail(Change c, int lines) {
        int size = Math.min(lines, c.toBefore() - c.fromBefore());
        return new Change(true, c.toBefore() - size, c.toBefore(), c.toAfter() - size, c.toAfter());
    }

    private List<Change> changes() {
        var blocks = new ArrayList<Block>();
        match(0, before.size(), 0, after.size(), blocks);
        blocks.add(new Block(before.size(), after.size(), 0));
        var changes = new ArrayList<Change>();
        int i = 0;
        int j = 0;
        for (var block : blocks) {
            if (i < block.before() || j < block.after()) {
                changes.add(new Change(false, i, block.before(), j, block.after()));
            }
            i = block.before() + block.size();
            j = block.after() + block.size();
            if (block.size() > 0) {
                var last = changes.isEmpty() ? null : changes.getLast();
                var equal = new Change(true, block.before(), i, block.after(), j);
                if (last != null && last.equal()) {
                    // Blocks that touch each other are one.
                    changes.set(changes.size() - 1, new Change(true, last.fromBefore(), i, last.fromAfter(), j));
                } else {
                    changes.add(equal);
                }
            }
        }
        return changes;
    }

    private void match(int fromBefore, int toBefore, int fromAfter, int toAfter, List<Block> blocks) {
        var longest = longest(fromBefore, toBefore, fromAfter, toAfter);
        if (longest.size() == 0) {
            return;
        }
        match(fromBefore, longest.before(), fromAfter, longest.after(), blocks);
        blocks.add(longest);
        match(longest.before() + longest.size(), toBefore, longest.after() + longest.size(), toAfter, blocks);
    }

    private Block longest(int fromBefore, int toBefore, int fromAfter, int toAfter) {
        int bestBefore = fromBefore;
        int bestAfter = fromAfter;
        int best = 0;
        Map<Integer, Integer> lengths = new HashMap<>();
        for (int i = fromBefore; i < toBefore; i++) {
            Map<Integer, Integer> next = new HashMap<>();
            for (int j : places.getOrDefault(before.get(i), Collections.emptyList())) {
                if (j < fromAfter) {
                    continue;
                }
                if (j >= toAfter) {
                    break;
                }
                int length = lengths.getOrDefault(j - 1, 0) + 1;
                next.put(j, length);
                if (length > best) {
                    bestBefore = i - length + 1;
                    bestAfter = j - length + 1;
                    best = length;
                }
            }
            lengths = next;
        }
        while (bestBefore > fromBefore
                && bestAfter > fromAfter
                && before.get(bestBefore - 1).equals(after.get(bestAfter - 1))) {
            bestBefore--;
            bestAfter--;
            best++;
        }
        while (bestBefore + best < toBefore
                && bestAfter + best < toAfter
                && before.get(bestBefore + best).equals(after.get(bestAfter + best))) {
            best++;
        }
        return new Block(bestBefore, bestAfter, best);
    }
}
