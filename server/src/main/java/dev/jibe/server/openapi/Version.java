package dev.jibe.server.openapi;

import dev.jibe.object.JsonMap;

/** The version of the API, and what serves it. */
public final class Version {

    public static final String KUBERNETES = "v1.36.3";

    private Version() {}

    static JsonMap object() {
        return JsonMap.of(
                "major", "1",
                "minor", "36",
                "gitVersion", KUBERNETES,
                "gitCommit", "",
                "gitTreeState", "clean",
                "buildDate", "1970-01-01T00:00:00Z",
                "goVersion", "java" + Runtime.version().feature(),
                "compiler", "javac",
                "platform", "linux/amd64",
                "emulationMajor", "1",
                "emulationMinor", "36",
                "minCompatibilityMajor", "1",
                "minCompatibilityMinor", "35");
    }
}
