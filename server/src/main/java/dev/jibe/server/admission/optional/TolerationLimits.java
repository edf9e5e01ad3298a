package dev.jibe.server.admission.optional;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.Tolerations;
import dev.jibe.server.registry.kinds.QosClass;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.store.Store;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Gives pods the tolerations of their namespace or of the cluster, and refuses those that may not be had there.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#podtolerationrestriction">PodTolerationRestriction</a>.
 */
public final class TolerationLimits implements Admission.Mutating, Admission.Validating {

    private static final String GIVEN = "scheduler.alpha.kubernetes.io/defaultTolerations";
    private static final String ALLOWED = "scheduler.alpha.kubernetes.io/tolerationsWhitelist";
    private static final JsonMap LITTLE_MEMORY =
            JsonMap.of("key", "node.kubernetes.io/memory-pressure", "operator", "Exists", "effect", "NoSchedule");

    private final Store<JsonMap> store;
    private final JsonList clusterGiven;
    private final JsonList clusterAllowed;

    /**
     * The plugin.
     *
     * @param clusterGiven for pods whose namespace gives none
     * @param clusterAllowed for pods whose namespace does not say; all if it is empty
     */
    public TolerationLimits(Store<JsonMap> store, JsonList clusterGiven, JsonList clusterAllowed) {
        this.store = store;
        this.clusterGiven = clusterGiven;
        this.clusterAllowed = clusterAllowed;
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        var pod = attributes.object();
        if (!PodChecks.isWritten(attributes, "pods")) {
            return pod;
        }
        var more = JsonList.EMPTY;
        if (attributes.isCreate()) {
            var given = ofNamespace(attributes, GIVEN);
            more = given == null ? clusterGiven : given;
        }
        var known = pod.map("status").string("qosClass");
        if (!(known.isEmpty() ? QosClass.of(pod.map("spec")) : known).equals("BestEffort")) {
            more = more.with(LITTLE_MEMORY);
        }
        var before = pod.map("spec").list("tolerations");
        var after = more.isEmpty() ? before : Tolerations.merged(before, more);
        var changed = after.equals(before) ? pod : pod.withAt(after, "spec", "tolerations");
        validate(attributes.with(changed));
        return changed;
    }

    @Override
    public void validate(Attributes attributes) {
        if (!PodChecks.isWritten(attributes, "pods")) {
            return;
        }
        var tolerations = attributes.object().map("spec").list("tolerations");
        if (tolerations.isEmpty()) {
            return;
        }
        var own = ofNamespace(attributes, ALLOWED);
        var allowed = own == null ? clusterAllowed : own;
        boolean fits = allowed.isEmpty()
                || tolerations.maps().allMatch(it -> allowed.maps().anyMatch(each -> Tolerations.includes(each, it)));
        if (!fits) {
            throw ApiException.of(
                    500,
                    "",
                    "pod tolerations (possibly merged with namespace default tolerations) conflict with its "
                            + (own == null ? "cluster" : "namespace") + " whitelist");
        }
    }

    /** What an annotation of the namespace says; null if it has none. */
    private @Nullable JsonList ofNamespace(Attributes attributes, String key) {
        var namespace = store.find("namespaces", attributes.namespace());
        if (namespace == null) {
            throw ApiException.notFound(new Named("", "namespaces"), attributes.namespace());
        }
        var notes = namespace.value().map("metadata").map("annotations");
        if (!notes.has(key)) {
            return null;
        }
        var text = notes.string(key);
        if (text.isEmpty()) {
            return JsonList.EMPTY;
        }
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof JsonList list ? list : JsonList.EMPTY;
        } catch (MalformedException e) {
            throw ApiException.of(500, "", String.valueOf(e.getMessage()));
        }
    }
}
