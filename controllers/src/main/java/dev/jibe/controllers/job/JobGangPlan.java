package dev.jibe.controllers.job;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.revisions.SafeHash;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.meta.v1.OwnerReference;
import dev.jibe.object.api.scheduling.v1alpha2.PodGroup;
import dev.jibe.object.api.scheduling.v1alpha2.Workload;
import dev.jibe.object.api.v1.Pod;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * What a Job needs so that its pods are scheduled all or none: a workload that says so, and a group made from it.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/workload-api/">Workload API</a> and KEP-5547.
 */
sealed interface JobGangPlan {

    /** Its pods belong to no group. */
    record None() implements JobGangPlan {}

    record CreateWorkload(Workload workload) implements JobGangPlan {}

    record CreateGroup(PodGroup group) implements JobGangPlan {}

    /** Its pods belong to this one. */
    record Use(PodGroup group) implements JobGangPlan {}

    /**
     * The world as one Job sees it.
     *
     * @param workloads those of its namespace
     * @param groups those of its namespace
     */
    record Observed(Job job, Collection<Pod> pods, Collection<Workload> workloads, Collection<PodGroup> groups) {}

    int MAX_NAME = 253;
    JobGangPlan NONE = new None();

    /** Whether a Job is one whose pods all work at once. */
    static boolean isCandidate(Job job) {
        var spec = job.spec();
        return spec.parallelism() > 1
                && JobPods.isIndexed(job)
                && spec.hasCompletions()
                && spec.completions() == spec.parallelism()
                && !job.tree().map("spec").map("template").map("spec").has("schedulingGroup");
    }

    static JobGangPlan of(Observed observed) {
        var job = observed.job();
        if (!isCandidate(job)) {
            return NONE;
        }
        var workloads =
                observed.workloads().stream().filter(it -> isAbout(it, job)).toList();
        if (workloads.isEmpty()) {
            return isNew(job, observed.pods()) ? new CreateWorkload(workload(job)) : NONE;
        }
        var workload = workloads.getFirst();
        var templates = workload.tree().map("spec").list("podGroupTemplates");
        if (workloads.size() > 1 || !Owners.isControlledBy(workload, job) || templates.size() != 1) {
            return NONE;
        }
        var groups = observed.groups().stream()
                .filter(it -> madeFrom(it).equals(workload.name()))
                .toList();
        if (groups.isEmpty()) {
            return new CreateGroup(group(job, workload, templates.map(0)));
        }
        var group = groups.getFirst();
        return groups.size() == 1 && Owners.isControlledBy(group, job) ? new Use(group) : NONE;
    }

    private static boolean isAbout(Workload workload, Job job) {
        var reference = workload.tree().map("spec").map("controllerRef");
        return reference.string("apiGroup").equals("batch")
                && reference.string("kind").equals("Job")
                && reference.string("name").equals(job.name());
    }

    private static String madeFrom(PodGroup group) {
        return group.tree()
                .map("spec")
                .map("podGroupTemplateRef")
                .map("workload")
                .string("workloadName");
    }

    /** Jobs that were there before go on as they began. */
    private static boolean isNew(Job job, Collection<Pod> pods) {
        var status = job.status();
        return pods.isEmpty()
                && !status.hasStartTime()
                && status.succeeded() == 0
                && status.failed() == 0
                && status.conditions().stream().noneMatch(it -> it.type().equals("Suspended"));
    }

    private static Workload workload(Job job) {
        var policy = JsonMap.of("gang", JsonMap.of("minCount", (long) job.spec().parallelism()));
        var template = JsonMap.of("name", job.name() + "-pgt-0", "schedulingPolicy", policy);
        var reference = JsonMap.of("apiGroup", "batch", "kind", "Job", "name", job.name());
        var spec = JsonMap.of("controllerRef", reference, "podGroupTemplates", JsonList.of(template));
        var made = Workload.KIND.create(job.namespace(), workloadName(job));
        return Workload.KIND.of(owned(made.tree(), List.of(Owners.controllerReference(Job.KIND, job)))
                .with("spec", spec));
    }

    private static PodGroup group(Job job, Workload workload, JsonMap template) {
        var name = template.string("name");
        var reference = JsonMap.of("workloadName", workload.name(), "podGroupTemplateName", name);
        var spec = JsonMap.of("podGroupTemplateRef", JsonMap.of("workload", reference))
                .with("schedulingPolicy", template.map("schedulingPolicy"));
        var made = PodGroup.KIND.create(job.namespace(), groupName(workload.name(), name));
        var owner = OwnerReference.EMPTY
                .withApiVersion(Workload.KIND.apiVersion())
                .withKind(Workload.KIND.kind())
                .withName(workload.name())
                .withUid(workload.uid());
        return PodGroup.KIND.of(owned(made.tree(), List.of(Owners.controllerReference(Job.KIND, job), owner))
                .with("spec", spec));
    }

    private static JsonMap owned(JsonMap object, List<OwnerReference> owners) {
        var references = owners.stream().map(OwnerReference::tree).toList();
        return object.withAt(JsonList.copyOf(references), "metadata", "ownerReferences");
    }

    /** The hash is over the uid as Go prints it. */
    private static String workloadName(Job job) {
        var hash = hash("(types.UID)" + job.uid());
        return cut(job.name(), MAX_NAME - hash.length() - 1) + "-" + hash;
    }

    /** If both names are too long each gets half of the room, else the shorter one all that it needs. */
    static String groupName(String workload, String template) {
        var hash = hash(workload + template);
        int room = MAX_NAME - hash.length() - 2;
        int half = room / 2;
        if (workload.length() + template.length() <= room) {
            return workload + "-" + template + "-" + hash;
        }
        int first = Math.min(workload.length(), template.length() <= half ? room - template.length() : room - half);
        int second = Math.min(template.length(), workload.length() <= half ? room - workload.length() : half);
        return cut(workload, first) + "-" + cut(template, second) + "-" + hash;
    }

    private static String cut(String name, int most) {
        return name.length() > most ? name.substring(0, most) : name;
    }

    private static String hash(String text) {
        int hash = SafeHash.SEED;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = SafeHash.with(hash, b);
        }
        return SafeHash.letters(hash);
    }
}
