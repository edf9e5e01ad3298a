package dev.jibe.server.authz;

import dev.jibe.object.JsonMap;
import dev.jibe.store.Snapshot;
import dev.jibe.store.Store;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Which objects concern a node: those that its pods name, and what those lead to.
 *
 * <p>There is no graph that would have to be kept: the answer is looked up among the pods of the object's namespace, so it
 * costs nothing until a node asks, and is never late.
 */
final class NodeGraph {

    private static final String MIRROR = "kubernetes.io/config.mirror";

    private final Store<JsonMap> store;

    NodeGraph(Store<JsonMap> store) {
        this.store = store;
    }

    /** Kinds of objects that can concern a node. */
    enum Kind {
        POD,
        SECRET,
        CONFIG_MAP,
        SERVICE_ACCOUNT,
        CLAIM,
        VOLUME,
        ATTACHMENT,
        RESOURCE_CLAIM,
        RESOURCE_SLICE,
        POD_CERTIFICATE
    }

    boolean concerns(String node, Kind kind, String namespace, String name) {
        var snapshot = store.latest();
        return switch (kind) {
            case POD -> isOn(node, value(snapshot, "pods", namespace + "/" + name));
            case SECRET ->
                byPod(snapshot, node, namespace, pod -> PodReferences.secret(pod, name))
                        || bySecretOfVolume(snapshot, node, namespace, name);
            case CONFIG_MAP -> byPod(snapshot, node, namespace, pod -> PodReferences.configMap(pod, name));
            case SERVICE_ACCOUNT -> byPod(snapshot, node, namespace, pod -> PodReferences.serviceAccount(pod, name));
            case CLAIM -> claim(snapshot, node, namespace, name);
            case VOLUME -> volume(snapshot, node, value(snapshot, "persistentvolumes", name));
            case ATTACHMENT -> isOn(node, value(snapshot, "volumeattachments.storage.k8s.io", name));
            case RESOURCE_CLAIM -> byPod(snapshot, node, namespace, pod -> PodReferences.resourceClaim(pod, name));
            case RESOURCE_SLICE -> isOn(node, value(snapshot, "resourceslices.resource.k8s.io", name));
            case POD_CERTIFICATE ->
                isOn(node, value(snapshot, "podcertificaterequests.certificates.k8s.io", namespace + "/" + name));
        };
    }

    private static JsonMap value(Snapshot<JsonMap> snapshot, String bucket, String key) {
        var entry = snapshot.get(bucket, key);
        return entry == null ? JsonMap.EMPTY : entry.value();
    }

    private static boolean isOn(String node, JsonMap object) {
        return object.map("spec").string("nodeName").equals(node);
    }

    /** Mirror pods do not count: a node makes those by itself. */
    private static boolean byPod(Snapshot<JsonMap> snapshot, String node, String namespace, Predicate<JsonMap> refers) {
        return !namespace.isEmpty()
                && stream(snapshot, "pods", namespace + "/")
                        .anyMatch(pod -> isOn(node, pod)
                                && !pod.map("metadata").map("annotations").has(MIRROR)
                                && refers.test(pod));
    }

    private static Stream<JsonMap> stream(Snapshot<JsonMap> snapshot, String bucket, String prefix) {
        return StreamSupport.stream(
                        snapshot.range(bucket, prefix, null, Integer.MAX_VALUE).spliterator(), false)
                .map(entry -> entry.value());
    }

    private static boolean claim(Snapshot<JsonMap> snapshot, String node, String namespace, String name) {
        return byPod(snapshot, node, namespace, pod -> PodReferences.claim(pod, name));
    }

    private static boolean volume(Snapshot<JsonMap> snapshot, String node, JsonMap volume) {
        var claim = volume.map("spec").map("claimRef");
        return !claim.isEmpty() && claim(snapshot, node, claim.string("namespace"), claim.string("name"));
    }

    private static boolean bySecretOfVolume(Snapshot<JsonMap> snapshot, String node, String namespace, String name) {
        return stream(snapshot, "persistentvolumes", "")
                .anyMatch(volume -> VolumeSecrets.names(volume, namespace, name) && volume(snapshot, node, volume));
    }
}
