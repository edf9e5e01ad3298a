package dev.jibe.controllers.garbagecollector;

import dev.jibe.client.AnyObject;

/** An object that names another as its owner. */
record Dependent(Identity identity, AnyObject object) {

    /** Whether the owner, being deleted in the foreground, has to wait for it. */
    boolean blocks(String ownerUid) {
        return object.metadata().ownerReferences().stream()
                .anyMatch(reference -> reference.uid().equals(ownerUid) && reference.blockOwnerDeletion());
    }
}
