package dev.jibe.server.registry;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What names may look like; the messages are upstream's.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">Object Names and IDs</a>.
 */
public final class Names {

    private static final String LABEL_PATTERN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern LABEL = Pattern.compile(LABEL_PATTERN);
    private static final Pattern SUBDOMAIN = Pattern.compile(LABEL_PATTERN + "(\\." + LABEL_PATTERN + ")*");
    private static final Pattern LABEL_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final int MAX_LABEL = 63;
    private static final int MAX_SUBDOMAIN = 253;

    private Names() {}

    private static String body(String name, boolean prefix) {
        return prefix && name.endsWith("-") ? name.substring(0, name.length() - 1) + "a" : name;
    }

    public static List<String> wrongSubdomain(String name, boolean prefix) {
        var body = body(name, prefix);
        if (body.length() > MAX_SUBDOMAIN) {
            return List.of("must be no more than 253 bytes");
        }
        return SUBDOMAIN.matcher(body).matches()
                ? List.of()
                : List.of(
                        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and"
                                + " must start and end with an alphanumeric character (e.g. 'example.com', regex used for"
                                + " validation is '" + LABEL_PATTERN + "(\\." + LABEL_PATTERN + ")*')");
    }

    public static List<String> wrongLabel(String name, boolean prefix) {
        var body = body(name, prefix);
        if (body.length() > MAX_LABEL) {
            return List.of("must be no more than 63 bytes");
        }
        return LABEL.matcher(body).matches()
                ? List.of()
                : List.of(
                        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must"
                                + " start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for"
                                + " validation is '" + LABEL_PATTERN + "')");
    }

    public static List<String> wrongLabel1035(String name, boolean prefix) {
        var body = body(name, prefix);
        if (body.length() > MAX_LABEL) {
            return List.of("must be no more than 63 bytes");
        }
        return LABEL_1035.matcher(body).matches()
                ? List.of()
                : List.of("a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
                        + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123',"
                        + " regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')");
    }

    /** For names that only have to be a segment of a path, as those of roles. */
    public static List<String> wrongPathSegment(String name) {
        if (name.equals(".") || name.equals("..")) {
            return List.of("may not be '" + name + "'");
        }
        if (name.contains("/")) {
            return List.of("may not contain '/'");
        }
        return name.contains("%") ? List.of("may not contain '%'") : List.of();
    }
}
