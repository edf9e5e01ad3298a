package dev.jibe.server.registry.validation;

import dev.jibe.object.json.Json;
import dev.jibe.server.admission.expression.Vocabulary;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Webhooks that look at requests.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/">Dynamic
 * Admission Control</a>.
 */
final class WebhookRules {

    private static final List<String> OPERATIONS = List.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
    private static final List<String> SIDE_EFFECTS = List.of("None", "NoneOnDryRun");
    private static final String FORM = "; desired format: https://host[/path]";
    private static final int MAX_CONDITIONS = 64;

    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2}).{0,2}");

    private WebhookRules() {}

    static void configuration(Place object) {
        boolean mutating = object.text("kind").startsWith("Mutating");
        Set<String> names = new HashSet<>();
        object.each("webhooks", hook -> {
            webhook(hook, mutating);
            versions(hook);
            var name = hook.text("name");
            if (!name.isEmpty() && !names.add(name)) {
                hook.duplicate("name", name);
            }
        });
    }

    private static void webhook(Place hook, boolean mutating) {
        qualified(hook);
        hook.each("rules", WebhookRules::operations);
        hook.oneOfIfSet("failurePolicy", List.of("Fail", "Ignore"));
        hook.oneOfIfSet("matchPolicy", List.of("Equivalent", "Exact"));
        if (!hook.has("sideEffects")) {
            hook.required("sideEffects", "must specify one of " + String.join(", ", SIDE_EFFECTS));
        } else {
            hook.oneOf("sideEffects", SIDE_EFFECTS);
        }
        if (hook.has("timeoutSeconds")) {
            long timeout = hook.number("timeoutSeconds");
            if (timeout < 1 || timeout > 30) {
                hook.invalid("timeoutSeconds", timeout, "the timeout value must be between 1 and 30 seconds");
            }
        }
        SelectorRules.labels(hook, "namespaceSelector");
        SelectorRules.labels(hook, "objectSelector");
        if (mutating) {
            hook.oneOfIfSet("reinvocationPolicy", List.of("IfNeeded", "Never"));
        }
        client(hook.in("clientConfig"));
        conditions(hook, Vocabulary.WEBHOOK);
    }

    private static void qualified(Place hook) {
        var name = hook.text("name");
        if (!hook.need("name")) {
            return;
        }
        var wrong = Naming.SUBDOMAIN.wrong(name, false);
        if (!wrong.isEmpty()) {
            hook.invalid("name", name, String.join(",", wrong));
        } else if (name.split("\\.", -1).length < 3) {
            hook.invalid("name", name, "should be a domain with at least three segments separated by dots");
        }
    }

    /** What a client of a webhook needs to know. */
    static void client(Place client) {
        if (client.has("url") == client.has("service")) {
            client.required("", "exactly one of url or service is required");
        } else if (client.has("url")) {
            url(client, client.text("url"));
        } else {
            service(client.in("service"));
        }
    }

    private static void url(Place client, String text) {
        try {
            var uri = new URI(text);
            wrongPort(uri, text);
            var scheme = uri.getScheme() == null ? "" : uri.getScheme();
            if (!scheme.equals("https")) {
                client.invalid("url", scheme, "'https' is the only allowed URL scheme" + FORM);
            }
            if (uri.getRawAuthority() == null || uri.getRawAuthority().isEmpty()) {
                client.invalid("url", "", "host must be specified" + FORM);
            }
            if (uri.getRawUserInfo() != null) {
                client.invalid("url", uri.getRawUserInfo(), "user information is not permitted in the URL");
            }
            if (uri.getRawFragment() != null && !uri.getRawFragment().isEmpty()) {
                client.invalid("url", uri.getFragment(), "fragments are not permitted in the URL");
            }
            if (uri.getRawQuery() != null && !uri.getRawQuery().isEmpty()) {
                client.invalid("url", uri.getRawQuery(), "query parameters are not permitted in the URL");
            }
        } catch (URISyntaxException e) {
            var why = notUrl(text);
            client.required("url", "url must be a valid URL: parse " + Json.text(text) + ": " + why + FORM);
        }
    }

    /** Java takes an authority that is no host and port for a name of another kind. */
    private static void wrongPort(URI uri, String text) throws URISyntaxException {
        var authority = uri.getRawAuthority();
        if (authority != null && uri.getHost() == null && authority.indexOf(':') >= 0) {
            throw new URISyntaxException(text, "not a port");
        }
    }

    /** Go's words for what is wrong with a URL. */
    private static String notUrl(String text) {
        int scheme = text.indexOf("://");
        int colon = text.indexOf(':');
        if (text.chars().anyMatch(Character::isISOControl)) {
            return "net/url: invalid control character in URL";
        }
        if (colon == 0) {
            return "missing protocol scheme";
        }
        var escape = BAD_ESCAPE.matcher(text);
        if (escape.find()) {
            return "invalid URL escape " + Json.text(escape.group());
        }
        if (colon > 0 && !Character.isLetter(text.charAt(0))) {
            return "first path segment in URL cannot contain colon";
        }
        var rest = text.substring(scheme < 0 ? 0 : scheme + 3);
        int slash = rest.indexOf('/');
        var host = slash < 0 ? rest : rest.substring(0, slash);
        if (host.startsWith("[") && host.indexOf(']') < 0) {
            return "missing ']' in host";
        }
        var odd = host.codePoints()
                .filter(c -> c == ' ' || "<>\"\\^`{|}".indexOf(c) >= 0)
                .findFirst();
        if (odd.isPresent()) {
            return "invalid character " + Json.text(Character.toString(odd.getAsInt())) + " in host name";
        }
        int port = host.lastIndexOf(':');
        return port >= 0 ? "invalid port " + Json.text(host.substring(port)) + " after host" : "invalid URL";
    }

    private static void service(Place service) {
        // Upstream takes the one for the other.
        if (service.text("namespace").isEmpty()) {
            service.required("name");
        }
        if (service.text("name").isEmpty()) {
            service.required("namespace");
        }
        var wrong = Formats.portNumber(service.has("port") ? service.number("port") : 443);
        if (!wrong.isEmpty()) {
            service.invalid("port", service.number("port"), "port is not valid: " + String.join(",", wrong));
        }
        var path = service.text("path");
        if (path.isEmpty() || path.equals("/")) {
            return;
        }
        if (path.equals("//")) {
            service.invalid("path", path, "segment[0] may not be empty");
            return;
        }
        if (!path.startsWith("/")) {
            service.invalid("path", path, "must start with a '/'");
        }
        var rest = path.substring(1, path.endsWith("/") ? path.length() - 1 : path.length());
        var segments = rest.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            var at = "segment[" + i + "]";
            if (segments[i].isEmpty()) {
                service.invalid("path", path, at + " may not be empty");
                continue;
            }
            Naming.SUBDOMAIN.wrong(segments[i], false).forEach(why -> service.invalid("path", path, at + ": " + why));
        }
    }

    private static void versions(Place hook) {
        var key = "admissionReviewVersions";
        var versions = hook.list(key);
        if (versions.isEmpty()) {
            hook.required(key, "must specify one of v1, v1beta1");
            return;
        }
        Set<String> seen = new HashSet<>();
        hook.eachText(key, (at, version) -> {
            if (!seen.add(version)) {
                hook.invalid(at, version, "duplicate version");
            } else {
                hook.invalid(at, version, Naming.LABEL_1035.wrong(version, false));
            }
        });
        if (!seen.contains("v1") && !seen.contains("v1beta1")) {
            hook.invalid(key, versions, "must include at least one of v1, v1beta1");
        }
    }

    /** Conditions by name; their expressions are looked at where they are compiled. */
    static void conditions(Place parent, Vocabulary vocabulary) {
        int count = parent.list("matchConditions").size();
        if (count > MAX_CONDITIONS) {
            parent.tooMany("matchConditions", count, MAX_CONDITIONS);
        }
        Set<String> names = new HashSet<>();
        parent.each("matchConditions", condition -> {
            if (condition.text("expression").isBlank()) {
                condition.required("expression");
            } else {
                Compilation.check(condition, "expression", vocabulary, List.of("bool"));
            }
            var name = condition.text("name");
            if (condition.need("name")) {
                condition.invalid("name", name, Formats.qualifiedName(name));
                if (!names.add(name)) {
                    condition.duplicate("name", name);
                }
            }
        });
    }

    static void operations(Place rule) {
        var operations = rule.list("operations");
        if (operations.isEmpty()) {
            rule.required("operations");
        }
        wildcard(rule, "operations", "operations");
        rule.eachText("operations", (at, operation) -> {
            if (!OPERATIONS.contains(operation)) {
                rule.unsupported(at, operation, OPERATIONS);
            }
        });
        some(rule, "apiGroups");
        wildcard(rule, "apiGroups", "API groups");
        some(rule, "apiVersions");
        wildcard(rule, "apiVersions", "API versions");
        rule.eachText("apiVersions", (at, version) -> {
            if (version.isEmpty()) {
                rule.required(at);
            }
        });
        resources(rule);
        rule.oneOfIfSet("scope", List.of("*", "Cluster", "Namespaced"));
    }

    private static void some(Place rule, String key) {
        if (rule.list(key).isEmpty()) {
            rule.required(key);
        }
    }

    private static void wildcard(Place rule, String key, String what) {
        var values = rule.list(key);
        if (values.size() > 1 && values.strings().anyMatch("*"::equals)) {
            rule.invalid(key, values, "if '*' is present, must not specify other " + what);
        }
    }

    private static void resources(Place rule) {
        some(rule, "resources");
        var resources = rule.list("resources");
        Set<String> whole = new HashSet<>();
        Set<String> everywhere = new HashSet<>();
        boolean[] plain = new boolean[1];
        rule.eachText("resources", (at, name) -> {
            int slash = name.indexOf('/');
            if (name.isEmpty()) {
                rule.required(at);
            } else if (slash < 0) {
                // Upstream remembers the last one only.
                plain[0] = !name.equals("*");
            } else {
                var resource = name.substring(0, slash);
                var part = name.substring(slash + 1);
                if (whole.contains(resource)) {
                    rule.invalid(at, name, "if '" + resource + "/*' is present, must not specify " + name);
                }
                if (everywhere.contains(part)) {
                    rule.invalid(at, name, "if '*/" + part + "' is present, must not specify " + name);
                }
                if (part.equals("*")) {
                    whole.add(resource);
                }
                if (resource.equals("*")) {
                    everywhere.add(part);
                }
            }
        });
        if (resources.size() > 1 && resources.strings().anyMatch("*/*"::equals)) {
            rule.invalid("resources", resources, "if '*/*' is present, must not specify other resources");
        }
        if (plain[0] && resources.strings().anyMatch("*"::equals)) {
            rule.invalid(
                    "resources", resources, "if '*' is present, must not specify other resources without subresources");
        }
    }
}
