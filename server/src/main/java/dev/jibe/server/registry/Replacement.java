package dev.jibe.server.registry;

import java.util.Optional;

/**
 * What a version of a resource stands beside or behind.
 *
 * @param successor the current version, in whose shape everything is checked and kept
 * @param deprecated the release that began to warn of it, such as {@code 1.8}; empty if none has yet
 * @param removed the release that no longer served it, or will not
 * @param named whether the warning says what to use instead
 */
public record Replacement(Resource successor, String deprecated, String removed, boolean named) {

    /** What clients are told with every answer, in upstream's words. */
    Optional<String> warning(String apiVersion) {
        if (deprecated.isEmpty()) {
            return Optional.empty();
        }
        var text = apiVersion + " " + successor.kind() + " is deprecated in v" + deprecated + "+, unavailable in v"
                + removed + "+";
        return Optional.of(named ? text + "; use " + successor.apiVersion() + " " + successor.kind() : text);
    }
}
