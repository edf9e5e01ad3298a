package dev.jibe.scheduler.gang;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.scheduling.v1alpha2.PodGroup;
import dev.jibe.object.protobuf.Times;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a group as a whole, in upstream's words.
 *
 * @param profile whose pods they are
 */
public record GroupVerdict(PodGroup group, String profile, Result result, String message) {

    private static final String TYPE = "PodGroupScheduled";

    /**
     * The condition of the group that says so.
     *
     * @param current the group as it is now
     * @return nothing if it says so already, or had all that it needs before
     */
    public Optional<JsonMap> condition(PodGroup current, Instant now) {
        var status = current.tree().map("status");
        var old = status.list("conditions")
                .maps()
                .filter(condition -> condition.string("type").equals(TYPE))
                .findFirst()
                .orElse(JsonMap.EMPTY);
        var truth = result == Result.SCHEDULED ? "True" : "False";
        boolean same = old.string("status").equals(truth);
        // Pods that come later and have no place take nothing from those that were placed.
        boolean settled = old.string("status").equals("True");
        long generation = current.tree().map("metadata").number("generation");
        boolean said = old.string("reason").equals(result.reason())
                && old.string("message").equals(message)
                && old.number("observedGeneration") == generation;
        if (same ? said : settled) {
            return Optional.empty();
        }
        var condition = JsonMap.of("type", TYPE, "status", truth, "reason", result.reason(), "message", message)
                .with("lastTransitionTime", same ? old.string("lastTransitionTime") : Times.seconds(now));
        return Optional.of(generation == 0 ? condition : condition.with("observedGeneration", generation));
    }

    /** How it went. */
    public enum Result {
        SCHEDULED("scheduled", "Scheduled"),
        UNSCHEDULABLE("unschedulable", "Unschedulable"),
        WAITING_ON_PREEMPTION("waiting_on_preemption", "Unschedulable"),
        ERROR("error", "SchedulerError");

        private final String label;
        private final String reason;

        Result(String label, String reason) {
            this.label = label;
            this.reason = reason;
        }

        /** Its name in figures. */
        public String label() {
            return label;
        }

        /** Its name in conditions. */
        public String reason() {
            return reason;
        }
    }
}
