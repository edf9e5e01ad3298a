package dev.jibe.server.admission.security;

/**
 * A level as it was at a minor version.
 *
 * @param minor of Kubernetes 1, or {@link #LATEST}
 */
record LevelVersion(Level level, int minor) {

    static final int LATEST = Integer.MAX_VALUE;

    static final LevelVersion PRIVILEGED = new LevelVersion(Level.PRIVILEGED, LATEST);

    LevelVersion with(Level other) {
        return new LevelVersion(other, minor);
    }

    LevelVersion at(int otherMinor) {
        return new LevelVersion(level, otherMinor);
    }

    @Override
    public String toString() {
        return level + ":" + (minor == LATEST ? "latest" : "v1." + minor);
    }
}
