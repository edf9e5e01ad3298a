package dev.jibe.server.crd.path;

import dev.jibe.server.crd.schema.Structural;
import org.jspecify.annotations.Nullable;

/**
 * Paths of names only, checked against a schema: {@code .spec.colour} or {@code .metadata['a.b']}.
 *
 * @param wrong why it is none; empty if nothing is wrong
 * @param shown the path as messages print it
 * @param end the schema at its end; null if something is wrong
 */
public record FieldNames(
        String wrong, String shown, @Nullable Structural end) {

    /**
     * Reads a path and follows it down the schema.
     *
     * @param allowsBrackets whether names may stand in brackets and quotes
     */
    public static FieldNames check(String path, Structural root, boolean allowsBrackets) {
        var tokens = new FieldNameTokens(path);
        var schema = root;
        var shown = new StringBuilder();
        String token;
        while ((token = tokens.next()) != null) {
            var name = "";
            switch (token) {
                case "[" -> {
                    if (!allowsBrackets) {
                        return wrong("array notation is not allowed");
                    }
                    var quoted = tokens.next();
                    if (quoted == null) {
                        return wrong("unexpected end of JSON path");
                    }
                    if (quoted.length() < 2 || !quoted.startsWith("'") || !quoted.endsWith("'")) {
                        return wrong("expected single quoted string but got " + quoted);
                    }
                    name = quoted.substring(1, quoted.length() - 1)
                            .replace("\\'", "'")
                            .replace("\\\\", "\\");
                }
                case "." -> {
                    var next = tokens.next();
                    if (next == null) {
                        return wrong("unexpected end of JSON path");
                    }
                    name = next;
                }
                default -> {
                    return wrong("expected [ or . but got: " + token);
                }
            }
            var child = child(schema, name);
            if (child == null) {
                return wrong("does not refer to a valid field");
            }
            boolean isNamed = !schema.properties().isEmpty();
            shown.append(isNamed ? (shown.isEmpty() ? "" : ".") + name : "[" + name + "]");
            schema = child;
            if (token.equals("[")) {
                var close = tokens.next();
                if (close == null || !close.equals("]")) {
                    return wrong(close == null ? "unexpected end of JSON path" : "expected ] but got " + close);
                }
            }
        }
        return new FieldNames("", shown.toString(), schema);
    }

    private static @Nullable Structural child(Structural schema, String name) {
        return schema.properties().isEmpty()
                ? schema.additional()
                : schema.properties().get(name);
    }

    private static FieldNames wrong(String why) {
        return new FieldNames(why, "", null);
    }
}
