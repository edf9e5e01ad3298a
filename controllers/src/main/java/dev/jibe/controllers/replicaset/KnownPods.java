package dev.jibe.controllers.replicaset;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** The facts of a ReplicaSet's pods from its last pass, of which most hold in the next one. Used by one pass at a time. */
final class KnownPods {
    private JsonMap selector = JsonMap.EMPTY;
    private JsonMap template = JsonMap.EMPTY;

    /** By the tree of the pod itself: another version of it is another tree. */
    private IdentityHashMap<JsonMap, PodFacts> facts = new IdentityHashMap<>();

    List<PodFacts> of(ReplicaSet replicaSet, List<Pod> pods) {
        var wantedSelector = replicaSet.spec().selector().tree();
        var wantedTemplate = replicaSet.spec().template().metadata().labelsTree();
        boolean isSame = wantedSelector.equals(selector) && wantedTemplate.equals(template);
        selector = wantedSelector;
        template = wantedTemplate;
        var before = isSame ? facts : new IdentityHashMap<JsonMap, PodFacts>();
        var now = new IdentityHashMap<JsonMap, PodFacts>(pods.size());
        var result = new ArrayList<PodFacts>(pods.size());
        var selects = PodFacts.selector(replicaSet);
        var labelled = PodFacts.template(replicaSet);
        for (var pod : pods) {
            var known = before.get(pod.tree());
            var current = known == null ? PodFacts.of(pod, selects, labelled) : known;
            now.put(pod.tree(), current);
            result.add(current);
        }
        facts = now;
        return result;
    }
}
