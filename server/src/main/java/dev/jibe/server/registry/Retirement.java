package dev.jibe.server.registry;

/**
 * What became of a version of a resource.
 *
 * @param successor the version that replaced it
 * @param deprecated the release that began to warn of it, such as {@code 1.8}
 * @param removed the release that no longer served it
 */
public record Retirement(Resource successor, String deprecated, String removed) {

    /** What clients are told with every answer, in upstream's words. */
    String warning(String apiVersion) {
        return apiVersion + " " + successor.kind() + " is deprecated in v" + deprecated + "+, unavailable in v"
                + removed + "+; use " + successor.apiVersion() + " " + successor.kind();
    }
}
