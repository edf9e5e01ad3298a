package dev.jibe.server.admission.security;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.security.Check.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** What a change of a namespace's policy would mean for the pods that are there. */
final class ExistingPods {

    private static final int MAX_PODS = 3000;

    private ExistingPods() {}

    /** The warnings, in an order that does not depend on that of the pods. */
    static List<String> violations(String namespace, LevelVersion enforce, List<JsonMap> pods, Exemptions exempt) {
        var byReason = new LinkedHashMap<String, List<String>>();
        for (var pod : prioritized(pods).stream().limit(MAX_PODS).toList()) {
            var spec = pod.map("spec");
            if (exempt.runtimeClasses().contains(spec.string("runtimeClassName"))) {
                continue;
            }
            var findings = Standards.evaluate(enforce, pod.map("metadata"), spec);
            if (!findings.isEmpty()) {
                var reason = findings.stream().map(Finding::reason).collect(Collectors.joining(", "));
                byReason.computeIfAbsent(reason, _ -> new ArrayList<>())
                        .add(pod.map("metadata").string("name"));
            }
        }
        var warnings = new ArrayList<String>();
        byReason.forEach((reason, names) -> warnings.add(names.getFirst() + others(names.size() - 1) + ": " + reason));
        warnings.sort(null);
        if (!warnings.isEmpty()) {
            warnings.addFirst("existing pods in namespace \"" + namespace
                    + "\" violate the new PodSecurity enforce level" + " \"" + enforce + "\"");
        }
        if (pods.size() > MAX_PODS) {
            warnings.add("new PodSecurity enforce level only checked against the first " + MAX_PODS + " of "
                    + pods.size() + " existing pods");
        }
        return warnings;
    }

    private static String others(int count) {
        return count == 0 ? "" : count == 1 ? " (and 1 other pod)" : " (and " + count + " other pods)";
    }

    /** One pod of each owner first: its siblings will not say anything new. */
    private static List<JsonMap> prioritized(List<JsonMap> pods) {
        var owners = new HashSet<String>();
        var first = new ArrayList<JsonMap>();
        var siblings = new ArrayList<JsonMap>();
        for (var pod : pods) {
            var owner = pod.map("metadata")
                    .list("ownerReferences")
                    .maps()
                    .filter(o -> o.bool("controller"))
                    .map(o -> o.string("uid"))
                    .findFirst();
            (owner.isEmpty() || owners.add(owner.get()) ? first : siblings).add(pod);
        }
        first.addAll(siblings);
        return first;
    }
}
