package dev.jibe.server.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The state of priority and fairness as people read it: tables of levels, queues and requests. */
public final class FlowTables {

    private static final List<String> LEVELS = List.of(
            "PriorityLevelName",
            "ActiveQueues",
            "IsIdle",
            "IsQuiescing",
            "WaitingRequests",
            "ExecutingRequests",
            "DispatchedRequests",
            "RejectedRequests",
            "TimedoutRequests",
            "CancelledRequests");
    private static final List<String> QUEUES = List.of(
            "PriorityLevelName",
            "Index",
            "PendingRequests",
            "ExecutingRequests",
            "SeatsInUse",
            "NextDispatchR",
            "InitialSeatsSum",
            "MaxSeatsSum",
            "TotalWorkSum");

    private final Fairness fairness;

    public FlowTables(Fairness fairness) {
        this.fairness = fairness;
    }

    /** One line a level. */
    public String levels() {
        var rows = new ArrayList<List<String>>();
        rows.add(LEVELS);
        new TreeMap<>(fairness.levels()).forEach((name, level) -> {
            var figures = level.figures();
            boolean idle = figures.waiting() + figures.executing() == 0;
            rows.add(List.of(
                    name,
                    Integer.toString(figures.activeQueues()),
                    Boolean.toString(idle),
                    "false",
                    Integer.toString(figures.waiting()),
                    Integer.toString(figures.executing()),
                    Long.toString(figures.dispatched()),
                    Long.toString(figures.rejected()),
                    Long.toString(figures.timedOut()),
                    "0"));
        });
        return aligned(rows);
    }

    /** One line a queue; what executes is known by level only. */
    public String queues() {
        var rows = new ArrayList<List<String>>();
        rows.add(QUEUES);
        new TreeMap<>(fairness.levels()).forEach((name, level) -> {
            var lengths = level.figures().lengths();
            for (int i = 0; i < lengths.length; i++) {
                var pending = Integer.toString(lengths[i]);
                rows.add(List.of(
                        name,
                        Integer.toString(i),
                        pending,
                        "0",
                        "0",
                        "0.00000000ss",
                        pending,
                        pending,
                        "0.00000000ss"));
            }
        });
        return aligned(rows);
    }

    private static String aligned(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        var widths = new int[columns];
        for (var row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length() + 2);
            }
        }
        return rows.stream()
                .map(row -> {
                    var line = new StringBuilder();
                    for (int i = 0; i < columns; i++) {
                        boolean last = i == columns - 1;
                        var cell = last ? row.get(i) : row.get(i) + ",";
                        line.append(cell).append(" ".repeat(last ? 0 : widths[i] - cell.length()));
                    }
                    return line + "\n";
                })
                .collect(Collectors.joining());
    }
}
