package dev.jibe.simulation.registry;

import java.util.Set;

/** The kinds of objects that the trial is about: one plain, one that ends gracefully, one that is defined by a user. */
enum Sort {
    CONFIG_MAP("/api/v1", "configmaps", "v1", "ConfigMap", "data"),
    POD("/api/v1", "pods", "v1", "Pod", ""),
    THING("/apis/example.com/v1", "things", "example.com/v1", "Thing", "spec");

    private final String root;
    private final String plural;
    private final String apiVersion;
    private final String kind;
    private final String content;

    Sort(String root, String plural, String apiVersion, String kind, String content) {
        this.root = root;
        this.plural = plural;
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.content = content;
    }

    String root() {
        return root;
    }

    String plural() {
        return plural;
    }

    String apiVersion() {
        return apiVersion;
    }

    String kind() {
        return kind;
    }

    /** The map of strings that says what is wanted; empty if the trial changes nothing of it. */
    String content() {
        return content;
    }

    /** What the trial writes into the status; nothing if there is none. */
    Set<String> statusKeys() {
        return switch (this) {
            case CONFIG_MAP -> Set.of();
            case POD -> Set.of("message", "reason");
            case THING -> Set.of("base", "a", "b");
        };
    }

    boolean hasStatus() {
        return this != CONFIG_MAP;
    }

    /** Whether an update must say which version it is of. */
    boolean needsVersion() {
        return this == THING;
    }

    boolean countsGenerations() {
        return this != CONFIG_MAP;
    }

    boolean knowsStrategicMerge() {
        return this != THING;
    }

    /** A map that a user has defined stays when it is empty, which the model does not know of: so one key is never removed. */
    boolean keepsBase() {
        return this == THING;
    }
}
