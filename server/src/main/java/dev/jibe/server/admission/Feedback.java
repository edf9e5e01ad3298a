package dev.jibe.server.admission;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What admission has to say besides its decision.
 *
 * @param warnings for the client
 * @param annotations for the audit log, by key; the first value of a key stays
 */
public record Feedback(List<String> warnings, Map<String, String> annotations) {

    /** Where what the audit log is to be told goes while a request is answered; unbound if there is no audit log. */
    public static final ScopedValue<Map<String, String>> NOTES = ScopedValue.newInstance();

    /** What is said goes to these warnings, and to the audit log if there is one. */
    public static Feedback of(List<String> warnings) {
        return new Feedback(warnings, NOTES.isBound() ? NOTES.get() : new LinkedHashMap<>());
    }

    /** Nothing said yet. */
    public static Feedback empty() {
        return new Feedback(new ArrayList<>(), new LinkedHashMap<>());
    }

    public void warn(String warning) {
        warnings.add(warning);
    }

    public void annotate(String key, String value) {
        annotations.putIfAbsent(key, value);
    }
}
