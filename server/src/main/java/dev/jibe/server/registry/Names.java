package dev.jibe.server.registry;

import dev.jibe.object.selector.LabelSyntax;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What names may look like; the messages are upstream's.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">Object Names and IDs</a>.
 */
public final class Names {

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN_RULE =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
                    + " start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '"
                    + LABEL + "(\\." + LABEL + ")*')";
    private static final String LABEL_RULE =
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and"
                    + " end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '"
                    + LABEL + "')";
    private static final String LABEL_1035_RULE =
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic"
                    + " character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for"
                    + " validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    private static final int MAX_LABEL = 63;
    private static final int MAX_SUBDOMAIN = 253;

    private Names() {}

    /** A prefix may end with a dash, as a suffix follows. */
    private static String body(String name, boolean prefix) {
        return prefix && name.length() > 1 && name.endsWith("-") ? name.substring(0, name.length() - 2) + "a" : name;
    }

    private static List<String> wrong(String name, int most, boolean fits, String rule) {
        if (fits && name.length() <= most) {
            return List.of();
        }
        var wrong = new ArrayList<String>(2);
        if (name.length() > most) {
            wrong.add("must be no more than " + most + " characters");
        }
        if (!fits) {
            wrong.add(rule);
        }
        return wrong;
    }

    public static List<String> wrongSubdomain(String name, boolean prefix) {
        var body = body(name, prefix);
        // Too long a name is looked at in parts, so that only its length is reported.
        boolean fits = body.length() <= MAX_SUBDOMAIN
                ? LabelSyntax.isSubdomain(body, 0, body.length())
                : body.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.');
        return wrong(body, MAX_SUBDOMAIN, fits, SUBDOMAIN_RULE);
    }

    public static List<String> wrongLabel(String name, boolean prefix) {
        var body = body(name, prefix);
        boolean dotted = body.indexOf('.') >= 0 && LabelSyntax.isSubdomain(body, 0, body.length());
        return wrong(body, MAX_LABEL, isLabel(body), dotted ? "must not contain dots" : LABEL_RULE);
    }

    public static List<String> wrongLabel1035(String name, boolean prefix) {
        var body = body(name, prefix);
        boolean fits = isLabel(body) && body.charAt(0) >= 'a';
        return wrong(body, MAX_LABEL, fits, LABEL_1035_RULE);
    }

    private static boolean isLabel(String name) {
        if (name.isEmpty() || name.charAt(0) == '-' || name.charAt(name.length() - 1) == '-') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')) {
                return false;
            }
        }
        return true;
    }

    /** For names that only have to be a segment of a path, as those of roles. */
    public static List<String> wrongPathSegment(String name) {
        return wrongPathSegment(name, false);
    }

    /** What upstream's client says of a name that it does not ask for. */
    public static String wrongToAsk(String name) {
        return "invalid resource name " + FieldError.quoted(name) + ": "
                + wrongPathSegment(name).stream().collect(Collectors.joining(" ", "[", "]"));
    }

    public static List<String> wrongPathSegment(String name, boolean prefix) {
        if (!prefix && (name.equals(".") || name.equals(".."))) {
            return List.of("may not be '" + name + "'");
        }
        if (name.indexOf('/') < 0 && name.indexOf('%') < 0) {
            return List.of();
        }
        var wrong = new ArrayList<String>(2);
        if (name.indexOf('/') >= 0) {
            wrong.add("may not contain '/'");
        }
        if (name.indexOf('%') >= 0) {
            wrong.add("may not contain '%'");
        }
        return wrong;
    }
}
