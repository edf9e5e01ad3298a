package dev.jibe.server.crd.path;

import org.jspecify.annotations.Nullable;

/** The parts of a path of names: dots, brackets, and what stands between them. */
final class FieldNameTokens {

    private final String path;
    private int at;

    FieldNameTokens(String path) {
        this.path = path;
    }

    @Nullable
    String next() {
        if (at >= path.length()) {
            return null;
        }
        int start = at;
        if (path.charAt(start) == '\'') {
            for (int i = start + 1; i < path.length(); i++) {
                if (path.charAt(i) == '\'' && path.charAt(i - 1) != '\\') {
                    at = i + 1;
                    return path.substring(start, at);
                }
            }
            at = path.length();
            return path.substring(start);
        }
        if (isDelimiter(path.charAt(start))) {
            at++;
            return path.substring(start, at);
        }
        while (at < path.length() && !isDelimiter(path.charAt(at))) {
            at++;
        }
        return path.substring(start, at);
    }

    private static boolean isDelimiter(char c) {
        return c == '.' || c == '[' || c == ']';
    }
}
