package dev.jibe.server.registry.validation;

import dev.jibe.object.selector.LabelSyntax;
import dev.jibe.server.registry.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What texts of well-known forms may look like: all that is wrong with one. */
final class Formats {

    private static final Pattern CONFIG_KEY = Pattern.compile("[-._a-zA-Z0-9]+");
    private static final Pattern ENV_NAME = Pattern.compile("[ -<>-~]+");
    private static final Pattern HEADER = Pattern.compile("[-A-Za-z0-9]+");
    private static final Pattern C_IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern WILDCARD = Pattern.compile("\\*\\." + LABEL + "(\\." + LABEL + ")*");
    private static final String UNDERSCORED_LABEL = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private static final String UNDERSCORED_FORM = UNDERSCORED_LABEL + "(\\." + UNDERSCORED_LABEL + ")*";
    private static final Pattern UNDERSCORED = Pattern.compile(UNDERSCORED_FORM);
    private static final Pattern DOMAIN_PATH = Pattern.compile("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");
    private static final int MAX_PORT_NAME = 15;
    private static final int MAX_NAME = 253;

    private Formats() {}

    static List<String> portName(String name) {
        var wrong = new ArrayList<String>(0);
        if (name.length() > MAX_PORT_NAME) {
            wrong.add("must be no more than 15 characters");
        }
        if (!name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-') || name.isEmpty()) {
            wrong.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (name.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
            wrong.add("must contain at least one letter (a-z)");
        }
        if (name.contains("--")) {
            wrong.add("must not contain consecutive hyphens");
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            wrong.add("must not begin or end with a hyphen");
        }
        return wrong;
    }

    static List<String> portNumber(long port) {
        return port >= 1 && port <= 65535 ? List.of() : List.of("must be between 1 and 65535, inclusive");
    }

    static List<String> configKey(String key) {
        var wrong = new ArrayList<String>(0);
        if (key.length() > MAX_NAME) {
            wrong.add("must be no more than 253 characters");
        }
        if (!CONFIG_KEY.matcher(key).matches()) {
            wrong.add(
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or"
                            + " 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
        }
        dots(key, wrong);
        return wrong;
    }

    private static void dots(String name, List<String> wrong) {
        if (name.equals(".")) {
            wrong.add("must not be '.'");
        } else if (name.equals("..")) {
            wrong.add("must not be '..'");
        } else if (name.startsWith("..")) {
            wrong.add("must not start with '..'");
        }
    }

    static List<String> environmentName(String name) {
        return ENV_NAME.matcher(name).matches()
                ? List.of()
                : List.of("a valid environment variable name must consist only of printable ASCII characters other than"
                        + " '='");
    }

    static List<String> header(String name) {
        return HEADER.matcher(name).matches()
                ? List.of()
                : List.of(
                        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex"
                                + " used for validation is '[-A-Za-z0-9]+')");
    }

    static List<String> wildcard(String name) {
        return name.length() <= MAX_NAME && WILDCARD.matcher(name).matches()
                ? List.of()
                : List.of(
                        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must"
                                + " consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric"
                                + " character (e.g. '*.example.com', regex used for validation is '\\*\\." + LABEL
                                + "(\\."
                                + LABEL + ")*')");
    }

    static List<String> underscoredSubdomain(String name) {
        return name.length() <= MAX_NAME && UNDERSCORED.matcher(name).matches()
                ? List.of()
                : List.of(
                        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or"
                                + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used"
                                + " for validation is '" + UNDERSCORED_FORM + "')");
    }

    static List<String> identifier(String name) {
        return C_IDENTIFIER.matcher(name).matches()
                ? List.of()
                : List.of("a valid C identifier must start with alphabetic character or '_', followed by a string of"
                        + " alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for"
                        + " validation is '[A-Za-z_][A-Za-z0-9_]*')");
    }

    static List<String> qualifiedName(String name) {
        return LabelSyntax.wrongKeys(name);
    }

    /** A name behind a domain, such as {@code example.com/name}. */
    static void domainPath(Place place, String key) {
        var name = place.text(key);
        int slash = name.indexOf('/');
        if (name.isEmpty()) {
            place.required(key);
        } else if (slash <= 0 || slash == name.length() - 1) {
            place.invalid(key, name, "must be a domain-prefixed path (such as \"acme.io/foo\")");
        } else {
            var domain = name.substring(0, slash);
            place.invalid(key, domain, Names.wrongSubdomain(domain, false));
            var path = name.substring(slash + 1);
            if (!DOMAIN_PATH.matcher(path).matches()) {
                place.invalid(key, path, "Invalid path (regex used for validation is '" + DOMAIN_PATH.pattern() + "')");
            }
        }
    }

    /** A domain that has more than one segment. */
    static List<String> fullyQualified(String name) {
        if (name.isEmpty()) {
            return List.of();
        }
        var wrong = new ArrayList<>(Names.wrongSubdomain(name, false));
        if (wrong.isEmpty() && name.indexOf('.') < 0) {
            wrong.add("should be a domain with at least two segments separated by dots");
        }
        return wrong;
    }
}
