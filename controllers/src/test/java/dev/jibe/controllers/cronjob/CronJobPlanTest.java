package dev.jibe.controllers.cronjob;

import static dev.jibe.controllers.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.cronjob.Action.CreateJob;
import dev.jibe.controllers.cronjob.Action.DeleteJob;
import dev.jibe.controllers.cronjob.Action.Tell;
import dev.jibe.object.api.batch.v1.CronJob;
import dev.jibe.object.api.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronJobPlanTest {

    private static CronJob cronJob(String more, String status) {
        return Fixtures.object(CronJob.KIND, "tick", """
                {'metadata': {'creationTimestamp': '2026-05-04T11:58:30Z'},
                 'spec': {'schedule': '* * * * *', 'concurrencyPolicy': 'Allow', 'jobTemplate': {'spec': {}} %s}, 'status': %s}""".formatted(more, status));
    }

    private static Job job(String name, String end) {
        return Fixtures.object(Job.KIND, name, end.isEmpty() ? "{}" : """
                {'status': {'completionTime': '2026-05-04T11:59:30Z', 'conditions': [{'type': '%s', 'status': 'True'}]}}""".formatted(end));
    }

    private static CronJobPlan plan(CronJob cronJob, Job... jobs) {
        return CronJobPlan.of(new CronJobPlan.Observed(cronJob, List.of(jobs), NOW.plusSeconds(10)));
    }

    /** The plan's deeds in short. */
    private static String told(CronJobPlan plan) {
        return String.join(
                ",",
                plan.actions().stream()
                        .map(action -> switch (action) {
                            case CreateJob(Job job, Instant time) -> "create " + job.name();
                            case DeleteJob(String name, String uid) -> "delete " + name;
                            case Tell(String type, String reason, String message) -> reason;
                        })
                        .toList());
    }

    @Test
    void aTimeThatNeverComesIsSaid() {
        var cronJob = cronJob("", "{}");
        cronJob = cronJob.withSpec(cronJob.spec().withSchedule("0 0 31 2 *"));
        assertEquals("InvalidSchedule", told(plan(cronJob)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                  | {}                                            | create tick-29631600
                    , 'suspend': true                   | {}                                            | ''
                    , 'timeZone': 'Nowhere/Land'        | {}                                            | UnknownTimeZone
                    , 'startingDeadlineSeconds': 5      | {}                                            | ''
                    ''                                  | {'lastScheduleTime': '2026-05-04T12:00:00Z'}  | ''
                    ''                                  | {'lastScheduleTime': '2026-05-04T08:00:00Z'}  | TooManyMissedTimes,create tick-29631600
                    ''                                  | {'active': [{'name': 'lost', 'uid': 'x'}]}    | MissingJob,create tick-29631600
                    """)
    void startsWhatIsDue(String more, String status, String deeds) {
        assertEquals(deeds, told(plan(cronJob(more, status))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Allow   | create tick-29631600
                    Forbid  | JobAlreadyActive
                    Replace | delete old,create tick-29631600
                    """)
    void whatRunsAlready(String policy, String deeds) {
        var cronJob = cronJob("", "{'active': [{'name': 'old', 'uid': 'Job old'}]}");
        cronJob = cronJob.withSpec(cronJob.spec().withConcurrencyPolicy(policy));
        assertEquals(deeds, told(plan(cronJob, job("old", ""))));
    }

    @Test
    void whatHasEndedIsNoLongerActive() {
        var cronJob = cronJob(
                ", 'suspend': true",
                "{'active': [{'name': 'one', 'uid': 'Job one'}, {'name': 'two', 'uid': 'Job two'}]}");
        var plan = plan(cronJob, job("one", "Complete"), job("two", ""));
        assertEquals("SawCompletedJob", told(plan));
        assertEquals(1, plan.status().active().size());
        assertEquals(Instant.parse("2026-05-04T11:59:30Z"), plan.status().lastSuccessfulTime());
    }

    @Test
    void onlyTheLastOnesAreKept() {
        var cronJob = cronJob(", 'suspend': true, 'successfulJobsHistoryLimit': 1, 'failedJobsHistoryLimit': 0", "{}");
        var plan = plan(cronJob, job("a", "Complete"), job("b", "Complete"), job("c", "Failed"));
        assertEquals("delete a,delete c", told(plan));
    }

    @Test
    void looksAgainAtTheNextTime() {
        assertEquals(
                Optional.of(Duration.ofMillis(50_100)), plan(cronJob("", "{}")).recheck());
    }
}
