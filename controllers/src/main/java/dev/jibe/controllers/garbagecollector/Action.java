package dev.jibe.controllers.garbagecollector;

import dev.jibe.client.Deletion.Propagation;
import java.util.Set;

/** Everything a garbage collector can do to the world. */
sealed interface Action {

    /** Delete the object, if it is still the one that was looked at. */
    record Delete(String uid, Propagation propagation) implements Action {}

    /** Take owners that are gone, or about to go, from an object that another owner keeps. */
    record DropOwners(Set<String> ownerUids) implements Action {}

    /** Take our finalizer from an object whose dependents are done with. */
    record RemoveFinalizer(String finalizer) implements Action {}

    /** Take an owner that is being deleted from an object that is to outlive it. */
    record Orphan(Dependent dependent, String ownerUid) implements Action {}

    /** Let an owner go without waiting for a dependent that in turn waits for it. */
    record Unblock(Dependent dependent, String ownerUid) implements Action {}

    /** Write an event about a reference to an owner that cannot be one. */
    record Tell(String message) implements Action {}

    /** Decide about a dependent of an object that waits for it to go. */
    record Visit(Identity dependent) implements Action {}
}
