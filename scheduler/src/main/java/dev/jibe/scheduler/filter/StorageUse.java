package dev.jibe.scheduler.filter;

/**
 * Storage of one class that a pod would use on a node.
 *
 * @param requestedBytes what its claims ask for
 * @param capacityBytes what there is
 */
public record StorageUse(long requestedBytes, long capacityBytes) {

    /** This and other storage. */
    StorageUse and(StorageUse other) {
        return new StorageUse(requestedBytes + other.requestedBytes, capacityBytes + other.capacityBytes);
    }

    /** What this and another claim use of the same storage. */
    StorageUse ofTheSame(StorageUse other) {
        return new StorageUse(requestedBytes + other.requestedBytes, other.capacityBytes);
    }
}
