package dev.jibe.server.authz;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.request.RequestInfo;

/** Whether a rule of a role covers a request. */
final class RuleSet {

    private RuleSet() {}

    static boolean covers(JsonMap rule, RequestInfo request) {
        if (!has(rule.list("verbs"), request.verb())) {
            return false;
        }
        if (!request.isResource()) {
            return rule.list("nonResourceURLs").strings().anyMatch(url -> matchesUrl(url, request.path()));
        }
        var asked =
                request.subresource().isEmpty() ? request.resource() : request.resource() + "/" + request.subresource();
        boolean named = rule.list("resourceNames").isEmpty()
                || rule.list("resourceNames").strings().anyMatch(request.name()::equals);
        return has(rule.list("apiGroups"), request.group())
                && rule.list("resources").strings().anyMatch(r -> matchesResource(r, asked, request.subresource()))
                && named;
    }

    private static boolean has(JsonList values, String value) {
        for (var each : values) {
            if (each.equals("*") || each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesResource(String rule, String asked, String subresource) {
        return rule.equals("*")
                || rule.equals(asked)
                || (!subresource.isEmpty()
                        && rule.startsWith("*/")
                        && rule.substring(2).equals(subresource));
    }

    private static boolean matchesUrl(String rule, String path) {
        return rule.equals("*")
                || rule.equals(path)
                || (rule.endsWith("*") && path.startsWith(rule.substring(0, rule.length() - 1)));
    }
}
