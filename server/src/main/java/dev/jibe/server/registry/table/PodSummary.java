package dev.jibe.server.registry.table;

import dev.jibe.object.JsonMap;
import java.util.List;

/**
 * A pod's state in a few words.
 *
 * @param ready containers that are, of all
 * @param reason what kubectl shows as status
 * @param lastRestart when a container last ended before it was started again, or empty
 */
record PodSummary(String ready, String reason, long restarts, String lastRestart) {

    static PodSummary of(JsonMap pod) {
        return new Reading(pod).summary();
    }

    /** One look at a pod: init containers first, then, if they are through, the others. */
    private static final class Reading {

        private final JsonMap pod;
        private final JsonMap status;
        private final List<JsonMap> initContainers;
        private String reason;
        private String failure = "";
        private long looked;
        private long total;
        private long ready;
        private long restarts;
        private String lastRestart = "";

        Reading(JsonMap pod) {
            this.pod = pod;
            this.status = pod.map("status");
            this.initContainers = pod.map("spec").list("initContainers").maps().toList();
            this.reason = Cells.or(status.string("reason"), status.string("phase"));
            this.total = pod.map("spec").list("containers").size()
                    + initContainers.stream().filter(Reading::isSidecar).count();
        }

        PodSummary summary() {
            boolean gated = status.list("conditions")
                    .maps()
                    .anyMatch(c -> c.string("type").equals("PodScheduled")
                            && c.string("reason").equals("SchedulingGated"));
            reason = gated ? "SchedulingGated" : reason;
            boolean initializing = initialize();
            if (!initializing || Cells.hasCondition(pod, "Initialized")) {
                run();
            }
            if (Cells.isTerminating(pod)) {
                boolean ended = List.of("Succeeded", "Failed").contains(status.string("phase"));
                reason = status.string("reason").equals("NodeLost") ? "Unknown" : ended ? reason : "Terminating";
            }
            return new PodSummary(ready + "/" + total, reason, restarts, lastRestart);
        }

        private static boolean isSidecar(JsonMap container) {
            return container.string("restartPolicy").equals("Always");
        }

        private boolean isSidecar(String name) {
            return initContainers.stream().anyMatch(c -> c.string("name").equals(name) && isSidecar(c));
        }

        /** Whether an init container is still to be waited for. */
        private boolean initialize() {
            var statuses = status.list("initContainerStatuses").maps().toList();
            for (int i = 0; i < statuses.size(); i++) {
                var container = statuses.get(i);
                count(container);
                looked++;
                var terminated = container.map("state").map("terminated");
                boolean ended = container.map("state").has("terminated");
                if (ended && terminated.number("exitCode") == 0) {
                    continue;
                }
                if (isSidecar(container.string("name")) && container.bool("started")) {
                    ready += container.bool("ready") ? 1 : 0;
                    continue;
                }
                var waiting = container.map("state").map("waiting").string("reason");
                if (ended) {
                    reason = "Init:" + ending(terminated);
                } else if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
                    reason = "Init:" + waiting;
                } else {
                    reason = "Init:" + i + "/" + initContainers.size();
                }
                return true;
            }
            return false;
        }

        private void run() {
            restarts = 0;
            lastRestart = "";
            status.list("initContainerStatuses")
                    .maps()
                    .limit(looked)
                    .filter(c -> isSidecar(c.string("name")))
                    .forEach(this::count);
            boolean running = false;
            for (var container :
                    status.list("containerStatuses").maps().toList().reversed()) {
                count(container);
                var state = container.map("state");
                var waiting = state.map("waiting").string("reason");
                if (!waiting.isEmpty()) {
                    reason = waiting;
                } else if (state.has("terminated")) {
                    reason = ending(state.map("terminated"));
                    failure = state.map("terminated").number("exitCode") == 0 ? failure : reason;
                } else if (container.bool("ready") && state.has("running")) {
                    running = true;
                    ready++;
                }
            }
            if (reason.equals("Completed")) {
                boolean isReady = running && Cells.hasAnyCondition(pod, "Ready");
                reason = isReady ? "Running" : Cells.or(failure, running ? "NotReady" : reason);
            }
        }

        private void count(JsonMap container) {
            restarts += container.number("restartCount");
            var ended = container.map("lastState").map("terminated").string("finishedAt");
            // Times of the API are all of one form, so that their order is that of their texts.
            lastRestart = ended.compareTo(lastRestart) > 0 ? ended : lastRestart;
        }

        private static String ending(JsonMap terminated) {
            if (!terminated.string("reason").isEmpty()) {
                return terminated.string("reason");
            }
            return terminated.number("signal") != 0
                    ? "Signal:" + terminated.number("signal")
                    : "ExitCode:" + terminated.number("exitCode");
        }
    }
}
