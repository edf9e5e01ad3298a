package dev.jibe.scheduler.extender;

import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.wire.tls.ClientTls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where an extender is and what it is asked.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/config-api/kube-scheduler-config.v1/#kubescheduler-config-k8s-io-v1-Extender">Extender</a>.
 *
 * @param address what the verbs are appended to
 * @param verbs what it does, and under which name
 * @param weight what its scores count for
 * @param timeout of one question
 * @param knowsNodes whether names of nodes are enough for it
 * @param managed extended resources; only pods that ask for one of them concern it, or all if there are none here
 * @param ignorable whether pods are scheduled without it when it fails
 */
public record ExtenderConfig(
        URI address,
        Map<Verb, String> verbs,
        long weight,
        ClientTls tls,
        Duration timeout,
        boolean knowsNodes,
        Set<String> managed,
        boolean ignorable) {

    /** What an extender can be asked for. */
    public enum Verb {
        FILTER,
        PRIORITIZE,
        PREEMPT,
        BIND
    }

    public ExtenderConfig {
        verbs = Map.copyOf(verbs);
        managed = Set.copyOf(managed);
    }

    boolean does(Verb verb) {
        return verbs.containsKey(verb);
    }

    /** Whether it has a say about this pod. */
    boolean isInterestedIn(PodInfo pod) {
        return managed.isEmpty()
                || List.of("containers", "initContainers").stream()
                        .flatMap(containers -> pod.spec().list(containers).maps())
                        .map(container -> container.map("resources"))
                        .anyMatch(resources -> managed.stream()
                                .anyMatch(name -> resources.map("requests").has(name)
                                        || resources.map("limits").has(name)));
    }
}
