package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Kind.META;
import static dev.jibe.server.registry.validation.Kind.META_UPDATE;
import static dev.jibe.server.registry.validation.Kind.rule;
import static dev.jibe.server.registry.validation.Kind.steps;
import static dev.jibe.server.registry.validation.Naming.SUBDOMAIN;

import java.util.Map;
import java.util.function.Consumer;

/** The kinds that run pods, and what scales them. */
final class WorkloadKinds {

    static final Map<String, Kind> KINDS = Map.of(
            "replicationcontrollers",
            plain(WorkloadRules::replicationController)
                    .named(Naming.DECLARED_SUBDOMAIN)
                    .withStatus(META_UPDATE, rule(StatusRules::replicaSet)),
            "deployments.apps",
            new Kind(
                            SUBDOMAIN,
                            steps(META, rule(WorkloadRules::deployment)),
                            steps(META_UPDATE, rule(WorkloadRules::deployment), WorkloadRules::sameSelector))
                    .withStatus(META_UPDATE, rule(StatusRules::deployment), StatusRules::collisions),
            "replicasets.apps",
            new Kind(
                            SUBDOMAIN,
                            steps(META, rule(WorkloadRules::replicaSet)),
                            steps(META_UPDATE, rule(WorkloadRules::replicaSet), WorkloadRules::sameSelector))
                    .withStatus(META_UPDATE, rule(StatusRules::replicaSet)),
            "daemonsets.apps",
            new Kind(
                            SUBDOMAIN,
                            steps(META, rule(WorkloadRules::daemonSet)),
                            steps(META_UPDATE, WorkloadRules::sameSelector, rule(WorkloadRules::daemonSet)))
                    .withStatus(META_UPDATE, rule(StatusRules::daemonSet), StatusRules::collisions),
            "statefulsets.apps",
            new Kind(
                            Naming.LABEL,
                            steps(META, rule(WorkloadRules::statefulSet)),
                            steps(META_UPDATE, rule(WorkloadRules::changedStatefulSet), WorkloadRules::sameStatefulSet))
                    .withStatus(rule(StatusRules::statefulSet), META_UPDATE, StatusRules::collisions),
            "controllerrevisions.apps",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(WorkloadRules::controllerRevision)),
                    steps(META_UPDATE, META, WorkloadRules::sameRevision)),
            "jobs.batch",
            new Kind(
                            SUBDOMAIN,
                            steps(META, rule(JobRules::job), rule(JobRules::podNames)),
                            steps(
                                    META,
                                    rule(JobRules::job),
                                    rule(JobRules::podNames),
                                    META_UPDATE,
                                    rule(JobRules::spec),
                                    JobRules::same))
                    .withStatus(META_UPDATE, JobStatusRules::check),
            "cronjobs.batch",
            new Kind(
                            SUBDOMAIN,
                            steps(META, rule(cronJob -> CronRules.check(cronJob, false)), rule(CronRules::name)),
                            steps(
                                    META_UPDATE,
                                    (cronJob, old) -> CronRules.check(
                                            cronJob,
                                            old.map("spec").string("schedule").contains("TZ"))))
                    .withStatus(),
            "horizontalpodautoscalers.autoscaling",
            new Kind(SUBDOMAIN, steps(META, AutoscalerRules::check), steps(META_UPDATE, AutoscalerRules::check))
                    .withStatus(META_UPDATE, rule(StatusRules::autoscaler)));

    private WorkloadKinds() {}

    /** A kind whose whole spec is looked at, in a change as at first. */
    private static Kind plain(Consumer<Place> rule) {
        return new Kind(SUBDOMAIN, steps(META, rule(rule)), steps(META_UPDATE, rule(rule)));
    }
}
