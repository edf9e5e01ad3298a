package dev.jibe.simulation;

import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.view.ApiObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The world as it has to become once nothing disturbs it any more: exactly what was wished for, and all of it running. */
final class EndState {

    private EndState() {}

    /** What is not as it should be; empty when all is. */
    static List<String> complaints(Client client, List<Wish> wishes) {
        var complaints = new ArrayList<String>();
        var pods = client.of(Pod.KIND).list(Wish.NAMESPACE, Selectors.ALL).items();
        Map<String, List<Pod>> byApp = pods.stream().collect(Collectors.groupingBy(PodRules::app));
        var nodes = client.of(Node.KIND).list("", Selectors.ALL).items().stream()
                .map(ApiObject::name)
                .toList();
        for (var wish : wishes) {
            var found = client.of(wish.kind()).find(Wish.NAMESPACE, wish.name()).map(ApiObject::tree);
            if (found.isEmpty()) {
                complaints.add(wish.name() + " is not there");
                continue;
            }
            var ours = byApp.getOrDefault(wish.name(), List.of());
            int want = wish.sort() == Wish.Sort.DAEMON_SET ? nodes.size() : wish.count();
            status(complaints, wish, want, found.get());
            pods(complaints, wish, want, ours, nodes);
        }
        var known = wishes.stream().map(Wish::name).collect(Collectors.toSet());
        for (var pod : pods) {
            if (!known.contains(PodRules.app(pod))) {
                complaints.add("pod " + pod.name() + " is left over");
            }
        }
        for (var set :
                client.of(ReplicaSet.KIND).list(Wish.NAMESPACE, Selectors.ALL).items()) {
            if (!known.contains(set.labels().getOrDefault("app", ""))) {
                complaints.add("ReplicaSet " + set.name() + " is left over");
            }
        }
        return complaints;
    }

    private static void status(List<String> complaints, Wish wish, int want, JsonMap object) {
        var status = object.map("status");
        boolean isSeen =
                status.number("observedGeneration") == object.map("metadata").number("generation");
        boolean isDone = switch (wish.sort()) {
            case DEPLOYMENT, STATEFUL_SET ->
                isSeen
                        && status.number("replicas") == want
                        && status.number("updatedReplicas") == want
                        && status.number("readyReplicas") == want;
            case DAEMON_SET ->
                isSeen
                        && status.number("desiredNumberScheduled") == want
                        && status.number("updatedNumberScheduled") == want
                        && status.number("numberReady") == want;
            case JOB -> status.number("succeeded") == want && status.has("completionTime");
        };
        if (!isDone) {
            complaints.add(wish + " says " + status);
        }
    }

    private static void pods(List<String> complaints, Wish wish, int want, List<Pod> pods, List<String> nodes) {
        // Who takes a finished pod of a Job away takes nothing from what it has done.
        boolean isEnough = pods.size() == want || (wish.sort() == Wish.Sort.JOB && pods.size() < want);
        if (!isEnough) {
            complaints.add(wish.name() + " has " + pods.size() + " pods instead of " + want);
        }
        for (var pod : pods) {
            boolean isFine = !pod.isTerminating()
                    && nodes.contains(pod.spec().nodeName())
                    && pod.spec().containers().getFirst().image().equals(wish.imageName())
                    && (wish.sort() == Wish.Sort.JOB
                            ? pod.status().phase().equals("Succeeded")
                            : PodRules.isReady(pod));
            if (!isFine) {
                complaints.add("pod " + pod.name() + " on '" + pod.spec().nodeName() + "' is "
                        + pod.status().phase() + (pod.isTerminating() ? ", terminating" : "") + ", "
                        + pod.status().tree().list("conditions"));
            }
        }
    }
}
