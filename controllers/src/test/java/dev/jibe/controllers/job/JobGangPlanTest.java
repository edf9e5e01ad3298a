package dev.jibe.controllers.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.scheduling.v1alpha2.PodGroup;
import dev.jibe.object.api.scheduling.v1alpha2.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobGangPlanTest {

    private static Job job(String spec, String status) {
        return Fixtures.object(
                Job.KIND, "j", "{'metadata': {'uid': 'u'}, 'spec': " + spec + ", 'status': " + status + "}");
    }

    private static final String TOGETHER = "{'parallelism': 2, 'completions': 2, 'completionMode': 'Indexed'}";

    private static JobGangPlan plan(Job job, List<Workload> workloads, List<PodGroup> groups) {
        return JobGangPlan.of(new JobGangPlan.Observed(job, List.of(), workloads, groups));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'parallelism': 2, 'completions': 2, 'completionMode': 'Indexed'}|true
                    {'parallelism': 1, 'completions': 1, 'completionMode': 'Indexed'}|false
                    {'parallelism': 2, 'completions': 3, 'completionMode': 'Indexed'}|false
                    {'parallelism': 2, 'completions': 2, 'completionMode': 'NonIndexed'}|false
                    {'parallelism': 2, 'completions': 2, 'completionMode': 'Indexed', 'template': {'spec': {'schedulingGroup': {'podGroupName': 'g'}}}}|false
                    """)
    void onlyJobsWhosePodsAllWorkAtOnceHaveAGroup(String spec, boolean expected) {
        assertEquals(expected, JobGangPlan.isCandidate(job(spec, "{}")));
    }

    @Test
    void aNewJobGetsAWorkloadAndThenAGroup() {
        var job = job(TOGETHER, "{}");
        var workload = assertInstanceOf(JobGangPlan.CreateWorkload.class, plan(job, List.of(), List.of()))
                .workload();
        assertTrue(workload.name().startsWith("j-"), workload.name());
        var template = workload.tree().map("spec").list("podGroupTemplates").map(0);
        assertEquals("j-pgt-0", template.string("name"));
        assertEquals(2, template.map("schedulingPolicy").map("gang").number("minCount"));
        var group = assertInstanceOf(JobGangPlan.CreateGroup.class, plan(job, List.of(workload), List.of()))
                .group();
        assertEquals(2, group.metadata().ownerReferences().size());
        var use = assertInstanceOf(JobGangPlan.Use.class, plan(job, List.of(workload), List.of(group)));
        assertEquals(group.name(), use.group().name());
        assertInstanceOf(JobGangPlan.None.class, plan(job, List.of(workload, workload), List.of(group)));
    }

    @Test
    void aJobThatHasBegunGoesOnAsItBegan() {
        assertEquals(
                JobGangPlan.NONE, plan(job(TOGETHER, "{'startTime': '2026-01-01T00:00:00Z'}"), List.of(), List.of()));
    }

    @Test
    void theWorkloadOfSomebodyElseIsLeftAlone() {
        var job = job(TOGETHER, "{}");
        var theirs = Fixtures.object(
                Workload.KIND,
                "w",
                "{'spec': {'controllerRef': {'apiGroup': 'batch', 'kind': 'Job', 'name': 'j'},"
                        + " 'podGroupTemplates': [{'name': 't'}]}}");
        assertEquals(JobGangPlan.NONE, plan(job, List.of(theirs), List.of()));
    }

    @Test
    void longNamesShareTheRoom() {
        assertEquals(253, JobGangPlan.groupName("w".repeat(253), "t".repeat(63)).length());
        assertTrue(JobGangPlan.groupName("w".repeat(253), "t").contains("-t-"));
    }
}
