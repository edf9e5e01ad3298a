package dev.jibe.node.launch;

import java.util.Map;

/**
 * Replacement of {@code $(NAME)} by the value of a variable; {@code $$(NAME)} stays {@code $(NAME)}, and so does a
 * reference to a variable that does not exist.
 *
 * <p>See https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/.
 */
final class Expansion {
    private Expansion() {}

    static String of(String text, Map<String, String> variables) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        var result = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            if (c != '$' || next != '$' && next != '(') {
                result.append(c);
                i++;
            } else if (next == '$') {
                result.append('$');
                i += 2;
            } else {
                int end = text.indexOf(')', i + 2);
                if (end < 0) {
                    result.append(text, i, text.length());
                    break;
                }
                String value = variables.get(text.substring(i + 2, end));
                result.append(value == null ? text.substring(i, end + 1) : value);
                i = end + 1;
            }
        }
        return result.toString();
    }
}
