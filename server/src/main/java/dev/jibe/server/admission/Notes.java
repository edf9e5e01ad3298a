package dev.jibe.server.admission;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** What the audit log is to be told beside the request itself; the first value of a key stays. One thread writes it. */
public final class Notes {

    private final Map<String, String> notes = new LinkedHashMap<>();
    private final Map<String, String> contents = new LinkedHashMap<>();

    /** Adds what any log may show. */
    public void add(String key, String value) {
        notes.putIfAbsent(key, value);
    }

    void addContent(String key, String value) {
        contents.putIfAbsent(key, value);
    }

    /**
     * Shows everything that may be shown.
     *
     * @param withContents whether that includes what shows parts of objects
     */
    public void show(boolean withContents, BiConsumer<String, String> to) {
        notes.forEach(to);
        if (withContents) {
            contents.forEach(to);
        }
    }
}
