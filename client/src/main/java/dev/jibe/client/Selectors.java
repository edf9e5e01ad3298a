package dev.jibe.client;

import java.util.HashMap;
import java.util.Map;

/** Which objects of a collection: a label selector and a field selector in their query form; empty selects all. */
public record Selectors(String labels, String fields) {
    public static final Selectors ALL = new Selectors("", "");

    public static Selectors labels(String selector) {
        return new Selectors(selector, "");
    }

    public static Selectors fields(String selector) {
        return new Selectors("", selector);
    }

    /** The query parameters, to be added to. */
    public Map<String, String> query() {
        var query = new HashMap<String, String>();
        if (!labels.isEmpty()) {
            query.put("labelSelector", labels);
        }
        if (!fields.isEmpty()) {
            query.put("fieldSelector", fields);
        }
        return query;
    }
}
