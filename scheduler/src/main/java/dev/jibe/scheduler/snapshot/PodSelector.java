package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import java.util.Set;
import java.util.function.Function;

/**
 * Pods of some namespaces that have some labels.
 *
 * @param namespaces those that are named, beside those that the selector selects
 */
public record PodSelector(LabelSelector labels, Set<String> namespaces, LabelSelector namespaceSelector) {

    public static PodSelector inNamespace(LabelSelector labels, String namespace) {
        return new PodSelector(labels, Set.of(namespace), LabelSelector.NOTHING);
    }

    public boolean selects(Template pod, Function<String, JsonMap> namespaceLabels) {
        return labels.matches(pod.labels()) && isIn(pod.namespace(), namespaceLabels);
    }

    private boolean isIn(String namespace, Function<String, JsonMap> namespaceLabels) {
        return namespaces.contains(namespace)
                || namespaceSelector.isEmpty()
                || namespaceSelector.matches(namespaceLabels.apply(namespace));
    }

    /** Whether labels of namespaces matter to it. */
    boolean asksNamespaces() {
        return !namespaceSelector.isEmpty() && !namespaceSelector.equals(LabelSelector.NOTHING);
    }
}
