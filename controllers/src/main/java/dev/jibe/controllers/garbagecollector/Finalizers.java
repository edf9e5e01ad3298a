package dev.jibe.controllers.garbagecollector;

import dev.jibe.client.AnyObject;

/** The two finalizers that are the garbage collector's to act on and to remove. */
final class Finalizers {
    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";

    private Finalizers() {}

    static boolean has(AnyObject object, String finalizer) {
        return object.metadata().finalizers().contains(finalizer);
    }

    /** Whether the object is being deleted, and goes when its dependents have gone. */
    static boolean waitsForDependents(AnyObject object) {
        return object.isTerminating() && has(object, FOREGROUND);
    }

    /** Whether the object is being deleted, and goes when its dependents have been told that it is no more. */
    static boolean orphansDependents(AnyObject object) {
        return object.isTerminating() && has(object, ORPHAN);
    }
}
