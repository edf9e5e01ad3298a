package dev.jibe.scheduler.filter;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.List;

/** One term of a pod's affinity or anti-affinity to other pods. */
record AffinityTerm(LabelSelector selector, List<String> namespaces, String topologyKey) {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

    static List<AffinityTerm> required(PodInfo pod, String kind) {
        return pod.spec()
                .map("affinity")
                .map(kind)
                .list(REQUIRED)
                .maps()
                .map(term -> of(term, pod))
                .toList();
    }

    private static AffinityTerm of(JsonMap term, PodInfo pod) {
        var selector = term.has("labelSelector") ? LabelSelector.of(term.map("labelSelector")) : LabelSelector.NOTHING;
        var named = term.list("namespaces").strings().toList();
        boolean all =
                term.has("namespaceSelector") && term.map("namespaceSelector").isEmpty();
        var namespaces =
                all ? List.<String>of() : named.isEmpty() ? List.of(pod.pod().namespace()) : named;
        return new AffinityTerm(selector, namespaces, term.string("topologyKey"));
    }

    boolean selects(PodInfo pod) {
        return (namespaces.isEmpty() || namespaces.contains(pod.pod().namespace())) && selector.matches(pod.labels());
    }
}
