package dev.jibe.object.selector;

import java.util.ArrayList;
import java.util.List;

/**
 * What keys and values of labels may look like; the messages are upstream's.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set">syntax</a>.
 */
public final class LabelSyntax {

    private static final int MAX_PART = 63;
    private static final int MAX_PREFIX = 253;

    private static final String NAME_RULE =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and"
                    + " end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
                    + " validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private static final String VALUE_RULE =
            "a valid label must be an empty string or consist of alphanumeric characters,"
                    + " '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
                    + " 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    private static final String PREFIX_RULE = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
            + " characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com',"
            + " regex used for validation is"
            + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private LabelSyntax() {}

    /** The first thing that is wrong with a label's or annotation's key; empty if nothing. */
    public static String wrongKey(String key) {
        var wrong = wrongKeys(key);
        return wrong.isEmpty() ? "" : wrong.getFirst();
    }

    /** All that is wrong with a label's or annotation's key. */
    public static List<String> wrongKeys(String key) {
        int slash = key.indexOf('/');
        if (slash < 0 ? isName(key, 0) : isSubdomain(key, 0, slash) && isName(key, slash + 1)) {
            return List.of();
        }
        return explain(key, slash);
    }

    private static List<String> explain(String key, int slash) {
        var wrong = new ArrayList<String>();
        var name = key;
        if (slash >= 0) {
            if (key.indexOf('/', slash + 1) >= 0) {
                return List.of("a valid label key " + NAME_RULE
                        + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
            }
            if (slash == 0) {
                wrong.add("prefix part must be non-empty");
            } else {
                if (slash > MAX_PREFIX) {
                    wrong.add("prefix part must be no more than 253 bytes");
                }
                if (!hasFormOfSubdomain(key, 0, slash)) {
                    wrong.add("prefix part " + PREFIX_RULE);
                }
            }
            name = key.substring(slash + 1);
        }
        if (name.isEmpty()) {
            wrong.add("name part must be non-empty");
        } else if (name.length() > MAX_PART) {
            wrong.add("name part must be no more than 63 bytes");
        }
        if (!isWord(name, 0, name.length())) {
            wrong.add("name part " + NAME_RULE);
        }
        return wrong;
    }

    /** The first thing that is wrong with a label's value; empty if nothing. */
    public static String wrongValue(String value) {
        if (value.length() > MAX_PART) {
            return "must be no more than 63 bytes";
        }
        return value.isEmpty() || isWord(value, 0, value.length()) ? "" : VALUE_RULE;
    }

    /** All that is wrong with a label's value. */
    public static List<String> wrongValues(String value) {
        boolean word = value.isEmpty() || isWord(value, 0, value.length());
        if (value.length() > MAX_PART) {
            return word
                    ? List.of("must be no more than 63 bytes")
                    : List.of("must be no more than 63 bytes", VALUE_RULE);
        }
        return word ? List.of() : List.of(VALUE_RULE);
    }

    private static boolean isName(String text, int from) {
        return text.length() - from <= MAX_PART && isWord(text, from, text.length());
    }

    /** Letters and digits with dots, dashes and underscores between them. */
    private static boolean isWord(String text, int from, int to) {
        if (from >= to || !isAlphanumeric(text.charAt(from)) || !isAlphanumeric(text.charAt(to - 1))) {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return isLower(c) || c >= 'A' && c <= 'Z';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    /** Whether a part of the text is dot-separated labels of lower case letters, digits and inner dashes. */
    public static boolean isSubdomain(String text, int from, int to) {
        return to - from <= MAX_PREFIX && hasFormOfSubdomain(text, from, to);
    }

    private static boolean hasFormOfSubdomain(String text, int from, int to) {
        if (from >= to) {
            return false;
        }
        boolean edge = true;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (edge || text.charAt(i - 1) == '-') {
                    return false;
                }
                edge = true;
            } else if (c == '-') {
                if (edge) {
                    return false;
                }
            } else if (isLower(c)) {
                edge = false;
            } else {
                return false;
            }
        }
        return !edge && text.charAt(to - 1) != '-';
    }
}
