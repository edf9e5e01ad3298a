package dev.jibe.controllers.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.controllers.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobPlanTest {

    @Test
    void runsAsManyAsMayRunUntilAllAreDone() {
        var world = new JobWorld("{'completions': 3, 'parallelism': 2}").settle();
        assertEquals(2, world.running().size());
        assertEquals(2, world.job.status().active());
        world.end(world.running().getFirst(), 0);
        world.settle();
        world.running().forEach(pod -> world.end(pod, 0));
        world.settle();
        assertEquals(
                List.of("SuccessCriteriaMet=True CompletionsReached", "Complete=True CompletionsReached"),
                world.conditions());
        assertEquals(3, world.job.status().succeeded());
        assertTrue(world.job.status().hasCompletionTime());
        assertTrue(world.pods.stream().noneMatch(JobPods::isTracked));
        assertEquals(List.of("Completed"), world.events);
    }

    @Test
    void aWorkQueueIsDoneWhenOneHasSucceededAndNoneRuns() {
        var world = new JobWorld("{'parallelism': 3}").settle();
        world.end(world.running().getFirst(), 0);
        world.settle();
        assertEquals(2, world.running().size());
        world.running().forEach(pod -> world.end(pod, 0));
        assertTrue(world.settle().conditions().contains("Complete=True CompletionsReached"));
    }

    @Test
    void aFailureIsReplacedAfterTenSecondsAndThenTwenty() {
        var world = new JobWorld("{'completions': 1}").settle();
        for (var seconds : List.of(10, 20, 40)) {
            world.end(world.running().getFirst(), 1);
            world.settle();
            assertEquals(Optional.of(Duration.ofSeconds(seconds)), world.plan().recheck());
            world.now = world.now.plusSeconds(seconds);
            assertEquals(1, world.settle().running().size());
        }
        assertEquals(3, world.job.status().failed());
    }

    @Test
    void tooManyFailuresFailTheJobOnceItsPodsAreGone() {
        var world = new JobWorld("{'completions': 2, 'parallelism': 2, 'backoffLimit': 0}").settle();
        world.end(world.running().getFirst(), 1);
        world.settle();
        assertEquals(List.of("FailureTarget=True BackoffLimitExceeded"), world.conditions());
        assertEquals(1, world.job.status().terminating());
        var leaving = world.pods.stream().filter(JobPods::isLeaving).findFirst().orElseThrow();
        world.end(leaving, 1);
        world.settle();
        assertEquals(
                List.of("FailureTarget=True BackoffLimitExceeded", "Failed=True BackoffLimitExceeded"),
                world.conditions());
        assertEquals(2, world.job.status().failed());
        assertEquals(List.of("BackoffLimitExceeded"), world.events);
    }

    @Test
    void theDeadlineFailsTheJob() {
        var world = new JobWorld("{'completions': 1, 'activeDeadlineSeconds': 30}").settle();
        assertEquals(Optional.of(Duration.ofSeconds(30)), world.plan().recheck());
        world.now = world.now.plusSeconds(30);
        assertEquals(
                List.of("FailureTarget=True DeadlineExceeded"), world.settle().conditions());
    }

    @Test
    void aSuspendedJobHasNoPodsAndNoStart() {
        var world = new JobWorld("{'completions': 1, 'suspend': true}").settle();
        assertEquals(List.of("Suspended=True JobSuspended"), world.conditions());
        assertTrue(world.pods.isEmpty());
        assertTrue(!world.job.status().hasStartTime());
        world.job = world.job.withSpec(world.job.spec().withSuspend(false));
        world.settle();
        assertEquals(List.of("Suspended=False JobResumed"), world.conditions());
        assertEquals(1, world.running().size());
        assertEquals(List.of("Suspended", "Resumed"), world.events);
        world.job = world.job.withSpec(world.job.spec().withSuspend(true));
        world.settle();
        assertTrue(world.running().isEmpty());
        assertTrue(!world.job.status().hasStartTime());
        assertTrue(!world.job.status().hasFailed(), "whoever is taken away has not failed");
    }

    @Test
    void indexesAreDoneOnceEach() {
        var world = new JobWorld("{'completions': 4, 'parallelism': 4, 'completionMode': 'Indexed'}").settle();
        assertEquals("work-2", world.at(2).spec().hostname());
        assertEquals("2", world.at(2).labels().get(JobPods.INDEX));
        world.end(world.at(0), 0);
        world.end(world.at(2), 0);
        world.end(world.at(3), 0);
        world.settle();
        assertEquals("0,2,3", world.job.status().completedIndexes());
        world.end(world.at(1), 0);
        world.settle();
        assertEquals("0-3", world.job.status().completedIndexes());
        assertTrue(world.conditions().contains("Complete=True CompletionsReached"));
    }

    @Test
    void anIndexFailsByItself() {
        var spec = "{'completions': 2, 'parallelism': 2, 'completionMode': 'Indexed', 'backoffLimitPerIndex': 1,"
                + " 'backoffLimit': 2147483647}";
        var world = new JobWorld(spec).settle();
        world.end(world.at(0), 1);
        world.settle();
        assertEquals("", world.job.status().failedIndexes());
        world.now = world.now.plusSeconds(10);
        world.settle();
        assertEquals("1", world.at(0).annotations().get(JobPods.FAILURES));
        world.end(world.at(0), 1);
        world.end(world.at(1), 0);
        world.settle();
        assertEquals("0", world.job.status().failedIndexes());
        assertEquals("1", world.job.status().completedIndexes());
        assertTrue(
                world.conditions().contains("Failed=True FailedIndexes"),
                world.conditions().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    FailJob | 42 | FailureTarget=True PodFailurePolicy,Failed=True PodFailurePolicy | 1
                    Ignore  | 42 |                                                                  | 0
                    Count   | 42 |                                                                  | 1
                    FailJob | 1  |                                                                  | 1
                    """)
    void thePolicySaysWhatAFailureMeans(String action, int exitCode, String conditions, int failed) {
        var world = new JobWorld("""
                {'completions': 1, 'podReplacementPolicy': 'Failed', 'podFailurePolicy': {'rules': [
                 {'action': '%s', 'onExitCodes': {'operator': 'In', 'values': [42]}}]}}""".formatted(action)).settle();
        world.end(world.running().getFirst(), exitCode);
        world.settle();
        assertEquals(conditions == null ? "" : conditions, String.join(",", world.conditions()));
        assertEquals(failed, world.job.status().failed());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'succeededIndexes': '0,2'}                       | false
                    {'succeededIndexes': '0-2', 'succeededCount': 1}  | true
                    {'succeededCount': 1}                             | true
                    {'succeededCount': 2}                             | false
                    {'succeededIndexes': '0'}                         | true
                    """)
    void theSuccessPolicyEndsTheJobEarly(String rule, boolean met) {
        var world = new JobWorld("""
                {'completions': 3, 'parallelism': 3, 'completionMode': 'Indexed', 'successPolicy': {'rules': [%s]}}""".formatted(rule)).settle();
        world.end(world.at(0), 0);
        world.settle();
        assertEquals(met, world.conditions().contains("SuccessCriteriaMet=True SuccessPolicy"));
        assertEquals(met ? 0 : 2, world.running().size());
        assertEquals(0, world.job.status().failed());
    }

    @Test
    void withThePolicyFailedTerminatingPodsAreNotReplaced() {
        var world = new JobWorld("{'completions': 1, 'podReplacementPolicy': 'Failed'}").settle();
        var pod = world.running().getFirst();
        world.pods.set(0, pod.withMetadata(pod.metadata().withDeletionTimestamp(world.now)));
        world.settle();
        assertEquals(1, world.pods.size());
        assertEquals(1, world.job.status().terminating());
    }

    /** Whatever fails, ends or crashes when, a Job ends, and has counted every pod once. */
    @Test
    void everyJobEndsAndEveryPodIsCountedOnce() {
        var random = Fixtures.random("JobPlanTest");
        for (int round = 0; round < 300; round++) {
            boolean indexed = random.nextBoolean();
            var world =
                    new JobWorld("{'completions': %d, 'parallelism': %d, 'backoffLimit': %d, 'completionMode': '%s'}"
                            .formatted(
                                    random.nextInt(6),
                                    1 + random.nextInt(4),
                                    random.nextInt(4),
                                    indexed ? "Indexed" : "NonIndexed"));
            for (int step = 0; !JobConditions.isFinished(world.job); step++) {
                assertTrue(step < 1000, () -> "does not end: " + world.plan());
                world.apply(world.plan(), random.nextInt(4) == 0 ? random.nextInt(4) : Integer.MAX_VALUE);
                assertTrue(world.running().size() <= world.job.spec().parallelism());
                world.now = world.now.plusSeconds(random.nextInt(300));
                for (var pod : List.copyOf(world.pods)) {
                    if (pod.status().phase().equals("Running") && random.nextInt(3) == 0) {
                        world.end(pod, random.nextInt(4) == 0 || pod.isTerminating() ? 1 : 0);
                    }
                }
            }
            assertTrue(world.settle().pods.stream().noneMatch(JobPods::isTracked));
            assertEquals(world.failed, world.job.status().failed(), world.job.toString());
            if (!indexed) {
                assertEquals(world.succeeded, world.job.status().succeeded(), world.job.toString());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''           | ''
                    3            | 3
                    1,2          | 1,2
                    0-2,4,6-9    | 0-2,4,6-9
                    5,4,3        | 3-5
                    8-20         | 8,9
                    1,x,3        | 1,3
                    """)
    void indexesAreWrittenAsRanges(String text, String written) {
        assertEquals(written, Indexes.parse(text, 10).toString());
    }
}
