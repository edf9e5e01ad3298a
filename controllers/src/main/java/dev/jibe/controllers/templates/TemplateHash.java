package dev.jibe.controllers.templates;

import dev.jibe.controllers.revisions.SafeHash;
import dev.jibe.object.api.v1.PodTemplateSpec;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * The hash of a pod template in the names and labels of ReplicaSets and of DaemonSets' revisions: 32 bits of FNV-1a over the
 * template as Go prints it, and over the collision count if there is one.
 *
 * <p>It is upstream's, so that tools that compute it find what they look for. See <a
 * href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label">Pod-template-hash
 * label</a>.
 */
public final class TemplateHash {

    /** Bytes that a collision count takes, the upper half of them always zero. */
    private static final int COUNT_BYTES = 8;

    private TemplateHash() {}

    public static String of(PodTemplateSpec template, OptionalInt collisionCount) {
        var text = GoPrinter.print(GoTypes.POD_TEMPLATE, template.tree());
        int hash = SafeHash.SEED;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = SafeHash.with(hash, b);
        }
        if (collisionCount.isPresent()) {
            long count = collisionCount.getAsInt();
            for (int i = 0; i < COUNT_BYTES; i++) {
                hash = SafeHash.with(hash, (byte) (count >>> i * Byte.SIZE));
            }
        }
        return SafeHash.letters(hash);
    }
}
