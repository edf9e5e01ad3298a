package dev.jibe.jibe;

/** What this is a version of. */
final class Version {

    static final String TEXT = "0.1.0 (Kubernetes v1.36)";

    private Version() {}
}
