package dev.jibe.runtime.logging;

/** How much a log line matters. */
public enum Level {
    /** For whoever is taking the program apart. */
    DEBUG,
    /** What an operator wants to find afterwards. */
    INFO,
    /** Something is wrong, and the program copes. */
    WARN,
    /** Something is wrong, and somebody should look. */
    ERROR
}
