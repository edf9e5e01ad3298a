package dev.jibe.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The comment above a type or field in the published API: prose for people, and {@code +marker} lines for tools. */
record Comment(List<String> lines) {
    static final Comment NONE = new Comment(List.of());

    /** The value of the first {@code +name=value}; empty text for a bare {@code +name}. */
    Optional<String> marker(String name) {
        return markers(name).stream().findFirst();
    }

    List<String> markers(String name) {
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            String trimmed = line.strip();
            if (trimmed.equals("+" + name)) {
                values.add("");
            } else if (trimmed.startsWith("+" + name + "=")) {
                values.add(trimmed.substring(name.length() + 2).strip());
            }
        }
        return values;
    }

    /**
     * The prose as OpenAPI shows it: a paragraph's lines are joined, an indented line stays a line, blank lines part
     * paragraphs, and markers, to-dos and all that follows {@code ---} are left out.
     */
    String description() {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            String right = line.stripTrailing();
            String trimmed = right.strip();
            if (right.equals("---")) {
                break;
            }
            if (trimmed.startsWith("TODO") || trimmed.startsWith("+")) {
                continue;
            }
            if (trimmed.isEmpty()) {
                dropLast(text);
                text.append("\n\n");
            } else if (right.startsWith(" ") || right.startsWith("\t")) {
                dropLast(text);
                text.append('\n').append(right).append('\n');
            } else {
                text.append(right).append(' ');
            }
        }
        return text.toString().strip();
    }

    private static void dropLast(StringBuilder text) {
        if (!text.isEmpty()) {
            text.setLength(text.length() - 1);
        }
    }
}
