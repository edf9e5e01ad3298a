package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;

/**
 * Hands out what objects of a kind share, such as service addresses, before they are validated and stored.
 *
 * <p>What is handed out for a write that fails is given back by {@link #release}.
 */
public interface Allocator {

    /**
     * The object with what it needs.
     *
     * @param old empty for a new one
     * @param trial whether nothing is to be taken, only to be shown
     */
    JsonMap allocate(JsonMap object, JsonMap old, boolean trial);

    /** Gives back what the first has and the second has not. */
    void release(JsonMap gone, JsonMap kept);

    /** For kinds that share nothing. */
    Allocator NONE = new Allocator() {
        @Override
        public JsonMap allocate(JsonMap object, JsonMap old, boolean trial) {
            return object;
        }

        @Override
        public void release(JsonMap gone, JsonMap kept) {}
    };
}
