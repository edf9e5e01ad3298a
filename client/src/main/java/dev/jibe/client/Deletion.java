package dev.jibe.client;

import dev.jibe.object.JsonMap;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How to delete: only the object with this uid, within how many seconds (absent: what the object says), and what
 * becomes of its dependents.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/architecture/garbage-collection/#cascading-deletion">Cascading
 * deletion</a>.
 */
public record Deletion(Optional<String> uid, OptionalLong gracePeriodSeconds, Propagation propagation) {
    public static final Deletion DEFAULT = new Deletion(Optional.empty(), OptionalLong.empty(), Propagation.DEFAULT);

    /** What becomes of dependents. */
    public enum Propagation {
        /** What the kind's default is. */
        DEFAULT(""),
        /** They are deleted after the owner. */
        BACKGROUND("Background"),
        /** They are deleted before the owner. */
        FOREGROUND("Foreground"),
        /** They stay, without an owner. */
        ORPHAN("Orphan");

        private final String wireName;

        Propagation(String wireName) {
            this.wireName = wireName;
        }
    }

    /** Deletes the object that was looked at, or none. */
    public static Deletion ofUid(String uid) {
        return new Deletion(Optional.of(uid), OptionalLong.empty(), Propagation.DEFAULT);
    }

    public Deletion within(long seconds) {
        return new Deletion(uid, OptionalLong.of(seconds), propagation);
    }

    public Deletion with(Propagation policy) {
        return new Deletion(uid, gracePeriodSeconds, policy);
    }

    /** The {@code DeleteOptions}. */
    public JsonMap toTree() {
        var tree = JsonMap.of("apiVersion", "v1", "kind", "DeleteOptions");
        if (uid.isPresent()) {
            tree = tree.with("preconditions", JsonMap.of("uid", uid.get()));
        }
        if (gracePeriodSeconds.isPresent()) {
            tree = tree.with("gracePeriodSeconds", gracePeriodSeconds.getAsLong());
        }
        return propagation == Propagation.DEFAULT ? tree : tree.with("propagationPolicy", propagation.wireName);
    }
}
