package dev.jibe.server.admission.optional;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Has every image pulled anew, so that nobody uses one of a node without being allowed to pull it.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#alwayspullimages">AlwaysPullImages</a>.
 */
public final class AlwaysPullImages implements Admission.Mutating, Admission.Validating {

    private static final String POLICY = "imagePullPolicy";
    private static final String ALWAYS = "Always";
    private static final List<String> CONTAINERS = List.of("initContainers", "containers", "ephemeralContainers");

    private static boolean isLookedAt(Attributes attributes) {
        return attributes.isOf("", "pods")
                && (attributes.isCreate()
                        || attributes.isUpdate() && !images(attributes.old()).containsAll(images(attributes.object())));
    }

    private static Set<String> images(JsonMap pod) {
        var images = new HashSet<String>();
        for (var kind : CONTAINERS) {
            pod.map("spec").list(kind).maps().forEach(it -> images.add(it.string("image")));
        }
        return images;
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        if (!isLookedAt(attributes)) {
            return attributes.object();
        }
        var spec = attributes.object().map("spec");
        for (var kind : CONTAINERS) {
            if (spec.has(kind)) {
                spec = spec.with(kind, spec.list(kind).map(it -> ((JsonMap) it).with(POLICY, ALWAYS)));
            }
        }
        if (spec.has("volumes")) {
            spec = spec.with("volumes", spec.list("volumes").map(it -> pulled((JsonMap) it)));
        }
        return attributes.object().with("spec", spec);
    }

    private static JsonMap pulled(JsonMap volume) {
        return volume.get("image") instanceof JsonMap image
                ? volume.with("image", image.with("pullPolicy", ALWAYS))
                : volume;
    }

    @Override
    public void validate(Attributes attributes) {
        if (!isLookedAt(attributes)) {
            return;
        }
        var wrong = new ArrayList<String>();
        var spec = attributes.object().map("spec");
        for (var kind : CONTAINERS) {
            var containers = spec.list(kind);
            for (int i = 0; i < containers.size(); i++) {
                check(
                        attributes,
                        "spec." + kind + "[" + i + "]." + POLICY,
                        containers.map(i).string(POLICY),
                        wrong);
            }
        }
        var volumes = spec.list("volumes");
        for (int i = 0; i < volumes.size(); i++) {
            if (volumes.map(i).has("image")) {
                var policy = volumes.map(i).map("image").string("pullPolicy");
                check(attributes, "spec.volumes[" + i + "].image.pullPolicy", policy, wrong);
            }
        }
        if (!wrong.isEmpty()) {
            throw ApiException.of(500, "", wrong.size() == 1 ? wrong.getFirst() : "[" + String.join(", ", wrong) + "]");
        }
    }

    private static void check(Attributes attributes, String at, String policy, List<String> wrong) {
        if (!policy.equals(ALWAYS)) {
            var why = FieldError.notSupported(at, policy, List.of(ALWAYS)).toString();
            wrong.add(attributes.forbidden(why).getMessage());
        }
    }
}
