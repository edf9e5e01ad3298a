package dev.jibe.server.fairness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private static final List<String> REQUESTS = List.of(
            "PriorityLevelName",
            "FlowSchemaName",
            "QueueIndex",
            "RequestIndexInQueue",
            "FlowDistingsher",
            "ArriveTime",
            "InitialSeats",
            "FinalSeats",
            "AdditionalLatency",
            "StartTime");
    private static final List<String> DETAILS =
            List.of("UserName", "Verb", "APIPath", "Namespace", "Name", "APIVersion", "Resource", "SubResource");

    /** When those have started who have not. */
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private static final int LEAST_WIDTH = 8;

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
            var flows = fairness.series(name);
            boolean idle = figures.waiting() + figures.executing() == 0;
            rows.add(List.of(
                    name,
                    text(figures.queues().stream()
                            .filter(queue -> !queue.isEmpty())
                            .count()),
                    Boolean.toString(idle),
                    "false",
                    text(figures.queues().stream().mapToInt(List::size).sum()),
                    text(flows.stream().mapToLong(FlowSeries::executing).sum()),
                    text(flows.stream().mapToLong(FlowSeries::dispatched).sum()),
                    text(refused(flows, Level.Answer.QUEUE_FULL) + refused(flows, Level.Answer.CONCURRENCY_LIMIT)),
                    text(refused(flows, Level.Answer.TIME_OUT)),
                    "0"));
        });
        return aligned(rows);
    }

    private static long refused(List<FlowSeries> flows, Level.Answer why) {
        return flows.stream().mapToLong(flow -> flow.refused(why)).sum();
    }

    private static String text(long number) {
        return Long.toString(number);
    }

    /** One line a queue; what executes is known by level only. */
    public String queues() {
        var rows = new ArrayList<List<String>>();
        rows.add(QUEUES);
        new TreeMap<>(fairness.levels()).forEach((name, level) -> {
            var queues = level.figures().queues();
            for (int i = 0; i < queues.size(); i++) {
                var seats =
                        text(queues.get(i).stream().mapToInt(Level.Ask::width).sum());
                rows.add(List.of(
                        name,
                        text(i),
                        text(queues.get(i).size()),
                        "0",
                        "0",
                        "0.00000000ss",
                        seats,
                        seats,
                        "0.00000000ss"));
            }
        });
        return aligned(rows);
    }

    /** One line a request that waits; those that execute are not listed. */
    public String requests(boolean detailed) {
        var rows = new ArrayList<List<String>>();
        rows.add(detailed ? joined(REQUESTS, DETAILS) : REQUESTS);
        new TreeMap<>(fairness.levels()).forEach((name, level) -> {
            var queues = level.figures().queues();
            for (int i = 0; i < queues.size(); i++) {
                for (int j = 0; j < queues.get(i).size(); j++) {
                    var ask = queues.get(i).get(j);
                    var row = List.of(
                            name,
                            ask.asker().flow(),
                            text(i),
                            text(j),
                            ask.asker().distinguisher(),
                            ask.asker().arrived().toString(),
                            text(ask.width()),
                            "0",
                            "0s",
                            NEVER);
                    rows.add(detailed ? joined(row, details(ask.asker())) : row);
                }
            }
        });
        return aligned(rows);
    }

    private static List<String> details(Asker asker) {
        var info = asker.info();
        return List.of(
                asker.user().name(),
                info.verb(),
                info.path(),
                info.namespace(),
                info.name(),
                info.group().isEmpty() ? info.version() : info.group() + "/" + info.version(),
                info.resource(),
                info.subresource());
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static String aligned(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        var widths = new int[columns];
        Arrays.fill(widths, LEAST_WIDTH);
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
