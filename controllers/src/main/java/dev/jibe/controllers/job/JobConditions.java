package dev.jibe.controllers.job;

import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.batch.v1.JobCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions of a Job, found and made. */
final class JobConditions {
    static final String COMPLETE = "Complete";
    static final String FAILED = "Failed";
    static final String SUSPENDED = "Suspended";

    /** It will fail once its pods are gone. */
    static final String FAILURE_TARGET = "FailureTarget";

    /** It will complete once its pods are gone. */
    static final String SUCCESS_CRITERIA_MET = "SuccessCriteriaMet";

    private static final String TRUE = "True";

    private JobConditions() {}

    static Optional<JobCondition> find(List<JobCondition> conditions, String type) {
        return conditions.stream().filter(it -> it.type().equals(type)).findFirst();
    }

    static Optional<JobCondition> holding(List<JobCondition> conditions, String type) {
        return find(conditions, type).filter(it -> it.status().equals(TRUE));
    }

    static boolean isFinished(Job job) {
        var conditions = job.status().conditions();
        return holding(conditions, COMPLETE).isPresent()
                || holding(conditions, FAILED).isPresent();
    }

    static JobCondition of(String type, boolean holds, String reason, String message, Instant now) {
        return JobCondition.EMPTY
                .withType(type)
                .withStatus(holds ? TRUE : "False")
                .withReason(reason)
                .withMessage(message)
                .withLastProbeTime(now)
                .withLastTransitionTime(now);
    }

    /** The conditions with this one; one that says no is not added where there was none. */
    static List<JobCondition> with(List<JobCondition> conditions, JobCondition condition) {
        var result = new ArrayList<>(conditions);
        for (int i = 0; i < result.size(); i++) {
            var before = result.get(i);
            if (before.type().equals(condition.type())) {
                boolean isSame = before.status().equals(condition.status())
                        && before.reason().equals(condition.reason())
                        && before.message().equals(condition.message());
                if (!isSame) {
                    result.set(i, condition);
                }
                return result;
            }
        }
        if (condition.status().equals(TRUE)) {
            result.add(condition);
        }
        return result;
    }
}
