package dev.jibe.server.admission;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;

/** Lets every pod stay five minutes on a node that is not ready or not reachable. */
public final class DefaultTolerationSeconds implements Admission.Mutating {

    private static final long SECONDS = 300;
    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";

    @Override
    public JsonMap mutate(Attributes attributes) {
        var pod = attributes.object();
        if (!attributes.isOf("", "pods") || pod.isEmpty()) {
            return pod;
        }
        var spec = pod.map("spec");
        var tolerations = with(with(spec.list("tolerations"), NOT_READY), UNREACHABLE);
        return tolerations.equals(spec.list("tolerations"))
                ? pod
                : pod.with("spec", spec.with("tolerations", tolerations));
    }

    private static JsonList with(JsonList tolerations, String key) {
        boolean tolerated = tolerations
                .maps()
                .anyMatch(t -> (t.string("key").equals(key) || t.string("key").isEmpty())
                        && (t.string("effect").equals("NoExecute")
                                || t.string("effect").isEmpty()));
        return tolerated
                ? tolerations
                : tolerations.with(JsonMap.of(
                        "key", key, "operator", "Exists", "effect", "NoExecute", "tolerationSeconds", SECONDS));
    }
}
