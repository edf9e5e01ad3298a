package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Kind.META;
import static dev.jibe.server.registry.validation.Kind.META_UPDATE;
import static dev.jibe.server.registry.validation.Kind.rule;
import static dev.jibe.server.registry.validation.Kind.steps;
import static dev.jibe.server.registry.validation.Naming.SUBDOMAIN;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The kinds that run pods, and what scales them. */
final class WorkloadKinds {

    static final Map<String, Kind> KINDS = Map.of(
            "replicationcontrollers",
            plain(WorkloadRules::replicationController).withStatus(META_UPDATE, rule(WorkloadKinds::replicas)),
            "deployments.apps",
            new Kind(
                            SUBDOMAIN,
                            steps(META, rule(WorkloadRules::deployment)),
                            steps(META_UPDATE, rule(WorkloadRules::deployment), WorkloadRules::sameSelector))
                    .withStatus(META_UPDATE, rule(WorkloadKinds::replicas)),
            "replicasets.apps",
            new Kind(
                            SUBDOMAIN,
                            steps(META, rule(WorkloadRules::replicaSet)),
                            steps(META_UPDATE, rule(WorkloadRules::replicaSet), WorkloadRules::sameSelector))
                    .withStatus(META_UPDATE, rule(WorkloadKinds::replicas)),
            "daemonsets.apps",
            new Kind(
                            SUBDOMAIN,
                            steps(META, rule(WorkloadRules::daemonSet)),
                            steps(META_UPDATE, WorkloadRules::sameSelector, rule(WorkloadRules::daemonSet)))
                    .withStatus(META_UPDATE, rule(WorkloadKinds::daemons)),
            "statefulsets.apps",
            new Kind(
                            Naming.LABEL,
                            steps(META, rule(WorkloadRules::statefulSet)),
                            steps(META_UPDATE, rule(WorkloadRules::statefulSet), WorkloadRules::sameStatefulSet))
                    .withStatus(META_UPDATE, rule(WorkloadKinds::replicas)),
            "controllerrevisions.apps",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(WorkloadRules::controllerRevision)),
                    steps(META_UPDATE, WorkloadRules::sameRevision)),
            "jobs.batch",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(JobRules::job), rule(JobRules::podNames)),
                    steps(
                            META,
                            rule(JobRules::job),
                            rule(JobRules::podNames),
                            META_UPDATE,
                            rule(JobRules::job),
                            JobRules::same)),
            "cronjobs.batch",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(cronJob -> CronRules.check(cronJob, false)), rule(CronRules::name)),
                    steps(
                            META_UPDATE,
                            (cronJob, old) -> CronRules.check(
                                    cronJob, old.map("spec").string("schedule").contains("TZ")))),
            "horizontalpodautoscalers.autoscaling",
            plain(AutoscalerRules::check).withStatus(META_UPDATE, rule(WorkloadKinds::autoscaled)));

    private WorkloadKinds() {}

    /** A kind whose whole spec is looked at, in a change as at first. */
    private static Kind plain(Consumer<Place> rule) {
        return new Kind(SUBDOMAIN, steps(META, rule(rule)), steps(META_UPDATE, rule(rule)));
    }

    private static void replicas(Place object) {
        var status = object.in("status");
        for (var key : List.of(
                "replicas",
                "fullyLabeledReplicas",
                "updatedReplicas",
                "readyReplicas",
                "currentReplicas",
                "availableReplicas",
                "unavailableReplicas",
                "observedGeneration",
                "terminatingReplicas",
                "collisionCount")) {
            status.notNegative(key);
        }
        for (var key : List.of(
                "fullyLabeledReplicas", "updatedReplicas", "readyReplicas", "currentReplicas", "availableReplicas")) {
            if (status.number(key) > status.number("replicas")) {
                status.invalid(key, status.number(key), "cannot be greater than status.replicas");
            }
        }
        if (status.number("availableReplicas") > status.number("readyReplicas")) {
            status.invalid(
                    "availableReplicas", status.number("availableReplicas"), "cannot be greater than readyReplicas");
        }
    }

    private static void daemons(Place object) {
        var status = object.in("status");
        for (var key : List.of(
                "currentNumberScheduled",
                "numberMisscheduled",
                "desiredNumberScheduled",
                "numberReady",
                "observedGeneration",
                "updatedNumberScheduled",
                "numberAvailable",
                "numberUnavailable",
                "collisionCount")) {
            status.notNegative(key);
        }
    }

    private static void autoscaled(Place object) {
        var status = object.in("status");
        status.notNegative("currentReplicas");
        status.notNegative("desiredReplicas");
    }
}
