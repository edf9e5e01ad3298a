package dev.jibe.server.admission;

import java.util.ArrayList;
import java.util.List;

/**
 * What admission has to say besides its decision.
 *
 * @param warnings for the client
 * @param notes for the audit log
 */
public record Feedback(List<String> warnings, Notes notes) {

    /** Where what the audit log is to be told goes while a request is answered; unbound if there is no audit log. */
    public static final ScopedValue<Notes> NOTES = ScopedValue.newInstance();

    /** What is said goes to these warnings, and to the audit log if there is one. */
    public static Feedback of(List<String> warnings) {
        return new Feedback(warnings, NOTES.isBound() ? NOTES.get() : new Notes());
    }

    /** Nothing said yet. */
    public static Feedback empty() {
        return new Feedback(new ArrayList<>(), new Notes());
    }

    public void warn(String warning) {
        warnings.add(warning);
    }

    public void annotate(String key, String value) {
        notes.add(key, value);
    }

    /** Annotates with parts of the object, which only logs show that show the objects of requests. */
    public void annotateContent(String key, String value) {
        notes.addContent(key, value);
    }
}
