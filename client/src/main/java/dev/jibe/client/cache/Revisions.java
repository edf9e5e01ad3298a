package dev.jibe.client.cache;

/** Resource versions as numbers: since v1.35 of the API they may be compared (KEP-5504). */
final class Revisions {

    private Revisions() {}

    /** The number; 0 if it is none, which every cache has reached. */
    static long parse(String resourceVersion) {
        try {
            return Long.parseLong(resourceVersion);
        } catch (NumberFormatException opaque) {
            return 0;
        }
    }
}
