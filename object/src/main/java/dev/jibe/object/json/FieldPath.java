package dev.jibe.object.json;

import java.util.List;

/** Prints where a field is, as upstream's messages do: {@code spec.containers[0].name}. */
final class FieldPath {

    private FieldPath() {}

    static String join(List<Object> path, String last) {
        var text = new StringBuilder();
        for (var step : path) {
            append(text, step);
        }
        append(text, last);
        return text.toString();
    }

    private static void append(StringBuilder text, Object step) {
        if (step instanceof Integer index) {
            text.append('[').append(index.intValue()).append(']');
            return;
        }
        if (!text.isEmpty()) {
            text.append('.');
        }
        text.append(step);
    }
}
