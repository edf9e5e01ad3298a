package dev.jibe.controllers.job;

import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.scheduling.v1alpha2.PodGroup;
import dev.jibe.object.api.scheduling.v1alpha2.Workload;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;

/** The shell that gives Jobs their workloads and groups. */
final class JobGangs {

    private final Resource<Workload> workloads;
    private final Resource<PodGroup> groups;
    private final Informer<Workload> workloadCache;
    private final Informer<PodGroup> groupCache;
    private final EventRecorder events;

    JobGangs(Surroundings surroundings, EventRecorder events) {
        workloads = surroundings.client().of(Workload.KIND);
        groups = surroundings.client().of(PodGroup.KIND);
        workloadCache = surroundings.informer(Workload.KIND);
        groupCache = surroundings.informer(PodGroup.KIND);
        this.events = events;
    }

    Informer<Workload> workloads() {
        return workloadCache;
    }

    Informer<PodGroup> groups() {
        return groupCache;
    }

    /** The name of the group that the pods of a Job belong to, which is made if it has to be. */
    Optional<String> groupOf(Job job, Collection<Pod> pods, Fence fence) {
        var known = new ArrayList<>(workloadCache.cache().inNamespace(job.namespace()));
        var made = groupCache.cache().inNamespace(job.namespace());
        while (true) {
            switch (JobGangPlan.of(new JobGangPlan.Observed(job, pods, known, made))) {
                case JobGangPlan.None none -> {
                    return Optional.empty();
                }
                case JobGangPlan.CreateWorkload(var workload) -> {
                    var created = fence.wrote(workloadCache, workloads.create(workload));
                    events.normal(
                            job, "WorkloadCreated", "Created Workload " + created.name() + " for Job " + job.name());
                    known.add(created);
                }
                case JobGangPlan.CreateGroup(var group) -> {
                    return Optional.of(
                            fence.wrote(groupCache, groups.create(group)).name());
                }
                case JobGangPlan.Use(var group) -> {
                    return Optional.of(group.name());
                }
            }
        }
    }

    /** A pod of the group. */
    static Pod member(Pod pod, String group) {
        return Pod.KIND.of(pod.tree().withAt(JsonMap.of("podGroupName", group), "spec", "schedulingGroup"));
    }
}
