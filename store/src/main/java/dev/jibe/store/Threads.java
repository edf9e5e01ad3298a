package dev.jibe.store;

/** What kind of threads a store runs its own work on. */
public enum Threads {
    /** The machine's, so that a sync of the disk holds nobody else up. */
    PLATFORM,
    /** Virtual ones: with a single carrier they take turns with all others, and always in the same order. */
    VIRTUAL;

    Thread start(String name, Runnable task) {
        return switch (this) {
            case PLATFORM -> Thread.ofPlatform().daemon().name(name).start(task);
            case VIRTUAL -> Thread.ofVirtual().name(name).start(task);
        };
    }
}
