package dev.jibe.object.typing;

import dev.jibe.object.json.FirstPlace;

/**
 * One value that is not of the type of its field.
 *
 * @param path to it, as in {@code spec.containers[0].image}
 * @param message upstream's
 * @param last whether upstream reads no further: the type reads itself
 */
record Mismatch(String path, String message, boolean last) {

    private static final String NUMBER = "cannot unmarshal number ";

    Mismatch asLast() {
        return new Mismatch(path, message, true);
    }

    /** The message with a number as the document has it. */
    String said(byte[] json) {
        int from = message.indexOf(NUMBER);
        int to = message.indexOf(" into ");
        var text = from < 0 || to < from + NUMBER.length() ? "" : FirstPlace.textAt(json, path);
        return text.isEmpty() ? message : message.substring(0, from + NUMBER.length()) + text + message.substring(to);
    }
}
