package dev.jibe.controllers.ttlafterfinished;

import static dev.jibe.controllers.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.batch.v1.Job;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TtlPlanTest {

    private static TtlPlan plan(String spec, String condition) {
        return TtlPlan.of(Fixtures.object(Job.KIND, "work", """
                {'spec': %s, 'status': {'conditions': [{'type': '%s', 'status': 'True',
                 'lastTransitionTime': '2026-05-04T11:59:50Z'}]}}""".formatted(spec, condition)), NOW);
    }

    @Test
    void aJobGoesWhenItsTimeIsOver() {
        assertEquals(new TtlPlan.Delete("Job work"), plan("{'ttlSecondsAfterFinished': 10}", "Complete"));
        assertEquals(new TtlPlan.Delete("Job work"), plan("{'ttlSecondsAfterFinished': 0}", "Failed"));
        assertEquals(new TtlPlan.Wait(Duration.ofSeconds(5)), plan("{'ttlSecondsAfterFinished': 15}", "Complete"));
        assertEquals(new TtlPlan.Keep(), plan("{'ttlSecondsAfterFinished': 0}", "Suspended"));
        assertEquals(new TtlPlan.Keep(), plan("{}", "Complete"));
    }
}
