package dev.jibe.server.admission.security;

import dev.jibe.object.JsonMap;
import org.jspecify.annotations.Nullable;

/** One rule of the standards. */
@FunctionalInterface
interface Check {

    /** What breaks the rule; null if nothing does. */
    @Nullable
    Finding check(JsonMap metadata, JsonMap spec);

    /**
     * What breaks a rule.
     *
     * @param reason the rule in a few words
     * @param detail who breaks it, and how
     */
    record Finding(String reason, String detail) {
        @Override
        public String toString() {
            return detail.isEmpty() ? reason : reason + " (" + detail + ")";
        }
    }
}
