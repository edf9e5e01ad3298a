package dev.jibe.object.typing;

/**
 * One value that is not of the type of its field.
 *
 * @param path to it, as in {@code spec.containers[0].image}
 * @param message upstream's
 * @param last whether upstream reads no further: the type reads itself
 */
record Mismatch(String path, String message, boolean last) {

    Mismatch asLast() {
        return new Mismatch(path, message, true);
    }
}
