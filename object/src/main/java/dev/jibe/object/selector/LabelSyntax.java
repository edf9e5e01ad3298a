package dev.jibe.object.selector;

import java.util.regex.Pattern;

/**
 * What keys and values of labels may look like; the messages are upstream's.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set">syntax</a>.
 */
public final class LabelSyntax {

    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
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

    /** What is wrong with a label's or annotation's key; empty if nothing. */
    public static String wrongKey(String key) {
        int slash = key.indexOf('/');
        var name = key;
        if (slash >= 0) {
            if (key.indexOf('/', slash + 1) >= 0) {
                return "a qualified name " + NAME_RULE
                        + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            }
            var prefix = key.substring(0, slash);
            name = key.substring(slash + 1);
            if (prefix.isEmpty()) {
                return "prefix part must be non-empty";
            }
            if (prefix.length() > MAX_PREFIX) {
                return "prefix part must be no more than 253 bytes";
            }
            if (!SUBDOMAIN.matcher(prefix).matches()) {
                return "prefix part " + PREFIX_RULE;
            }
        }
        if (name.isEmpty()) {
            return "name part must be non-empty";
        }
        if (name.length() > MAX_PART) {
            return "name part must be no more than 63 bytes";
        }
        return NAME.matcher(name).matches() ? "" : "name part " + NAME_RULE;
    }

    /** What is wrong with a label's value; empty if nothing. */
    public static String wrongValue(String value) {
        if (value.length() > MAX_PART) {
            return "must be no more than 63 bytes";
        }
        return VALUE.matcher(value).matches() ? "" : VALUE_RULE;
    }
}
