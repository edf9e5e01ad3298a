package dev.jibe.runtime;

/** Something that was promised to happen and can be called off. */
@FunctionalInterface
public interface Cancellable {

    /** Calls it off; does nothing if it has begun, or was called off before. */
    void cancel();
}
