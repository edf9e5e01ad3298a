package dev.jibe.object.quota;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** What a pod has paid for already of the claim that stands for its extended resources. */
final class MadeForPod {
    private static final String ANNOTATION = "resource.kubernetes.io/extended-resource-claim";
    private static final Comparator<JsonMap> OLDEST = Comparator.comparing(
                    (JsonMap claim) -> claim.map("metadata").string("creationTimestamp"))
            .thenComparing(claim -> claim.map("metadata").string("name"));

    private MadeForPod() {}

    /** What the pod of the claim uses up; nothing unless the claim is the one that stands for its extended resources. */
    static Map<String, Quantity> paid(JsonMap claim, DeviceKnowledge knowledge, Instant now) {
        var metadata = claim.map("metadata");
        var namespace = metadata.string("namespace");
        if (!isOne(claim)) {
            return Map.of();
        }
        return owner(claim)
                .flatMap(owner -> knowledge
                        .pod(namespace, owner.string("name"))
                        .filter(pod -> pod.map("metadata").string("uid").equals(owner.string("uid"))))
                .filter(pod -> isThePods(claim, pod, knowledge))
                .<Map<String, Quantity>>map(pod -> new PodEvaluator().usage(pod, now))
                .orElse(Map.of());
    }

    private static boolean isOne(JsonMap claim) {
        return claim.map("metadata").map("annotations").string(ANNOTATION).equals("true");
    }

    private static Optional<JsonMap> owner(JsonMap claim) {
        return claim.map("metadata")
                .list("ownerReferences")
                .maps()
                .filter(it -> it.bool("controller"))
                .filter(it -> it.string("kind").equals("Pod")
                        && it.string("apiVersion").equals("v1"))
                .findFirst();
    }

    /** As long as the pod does not say which claim it is, it is its oldest. */
    private static boolean isThePods(JsonMap claim, JsonMap pod, DeviceKnowledge knowledge) {
        var metadata = claim.map("metadata");
        var status = pod.map("status");
        if (status.has("extendedResourceClaimStatus")) {
            return status.map("extendedResourceClaimStatus")
                    .string("resourceClaimName")
                    .equals(metadata.string("name"));
        }
        var uid = pod.map("metadata").string("uid");
        return knowledge.claims(metadata.string("namespace")).stream()
                .filter(MadeForPod::isOne)
                .filter(it -> owner(it)
                        .filter(owner -> owner.string("uid").equals(uid))
                        .isPresent())
                .noneMatch(other -> OLDEST.compare(other, claim) < 0);
    }
}
