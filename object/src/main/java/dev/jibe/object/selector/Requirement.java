package dev.jibe.object.selector;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.TreeSet;

/** One condition on one label. */
public record Requirement(String key, Operator operator, List<String> values) {

    /** What is asked of the label. */
    public enum Operator {
        IN("in"),
        NOT_IN("notin"),
        EQUALS("="),
        NOT_EQUALS("!="),
        EXISTS("exists"),
        DOES_NOT_EXIST("!"),
        GREATER_THAN("gt"),
        LESS_THAN("lt");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    public boolean matches(JsonMap labels) {
        var value = labels.get(key) instanceof String string ? string : null;
        return switch (operator) {
            case IN, EQUALS -> value != null && values.contains(value);
            case NOT_IN, NOT_EQUALS -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case GREATER_THAN -> value != null && compare(value) > 0;
            case LESS_THAN -> value != null && compare(value) < 0;
        };
    }

    /** Compares as numbers; what is no number is neither greater nor less. */
    private int compare(String value) {
        try {
            return Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The form of the query parameter. */
    @Override
    public String toString() {
        return switch (operator) {
            case EXISTS -> key;
            case DOES_NOT_EXIST -> "!" + key;
            case EQUALS, NOT_EQUALS -> key + operator.text() + values.getFirst();
            case GREATER_THAN -> key + ">" + values.getFirst();
            case LESS_THAN -> key + "<" + values.getFirst();
            case IN, NOT_IN -> key + " " + operator.text() + " (" + String.join(",", new TreeSet<>(values)) + ")";
        };
    }
}
