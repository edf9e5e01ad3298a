package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Semantic;
import dev.jibe.server.request.FieldError;
import java.util.function.Function;

/** What the subresources of pods change: what containers ask for, and containers to look into the pod. */
final class PodPartRules {

    private PodPartRules() {}

    /** Containers to look into a pod are added, and stay as they are. */
    static void ephemeral(Place pod, JsonMap old) {
        MetaRules.general(pod, Naming.PATH_SEGMENT);
        var spec = pod.in("spec");
        if (pod.map("metadata").map("annotations").has("kubernetes.io/config.mirror")) {
            pod.forbidden("", "static pods do not support ephemeral containers");
        }
        PodKinds.pod(pod);
        MetaRules.generalUpdate(pod, old);
        var containers = spec.list("ephemeralContainers");
        old.map("spec").list("ephemeralContainers").maps().forEach(before -> {
            var name = before.string("name");
            var now = containers
                    .maps()
                    .filter(container -> container.string("name").equals(name))
                    .findFirst();
            if (now.isEmpty()) {
                spec.forbidden(
                        "ephemeralContainers", "existing ephemeral containers \"" + name + "\" may not be removed\n");
            } else if (!Semantic.equal(now.get(), before)) {
                spec.forbidden(
                        "ephemeralContainers",
                        "existing ephemeral containers \"" + name + "\" may not be changed\n"
                                + GoStructs.diff("EphemeralContainer", before, now.get()));
            }
        });
    }

    /** @param quality which class a spec is of, by what its containers ask for */
    static void resize(Place pod, JsonMap old, Function<JsonMap, String> quality) {
        var impossible = PodResizeRules.impossible(old);
        if (!impossible.isEmpty()) {
            pod.add(FieldError.forbidden("[]", impossible));
            return;
        }
        MetaRules.generalUpdate(pod, old);
        PodKinds.pod(pod);
        PodResizeRules.check(pod, old, quality);
    }
}
