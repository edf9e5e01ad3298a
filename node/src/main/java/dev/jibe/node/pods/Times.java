package dev.jibe.node.pods;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the API writes them. */
final class Times {
    private Times() {}

    /** RFC 3339 in whole seconds. */
    static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
