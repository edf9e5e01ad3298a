package dev.jibe.server.admission.matching;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.registry.Resource;

/**
 * Rules about operations and resources.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-rules">
 * Matching requests: rules</a>.
 */
final class Rules {

    private Rules() {}

    /** @param as the resource, perhaps in another version than it is asked for */
    static boolean match(JsonMap rule, Attributes attributes, Resource as) {
        var info = as.info();
        return scope(rule.string("scope"), attributes)
                && has(rule.list("operations"), attributes.operation().name())
                && has(rule.list("apiGroups"), info.group())
                && has(rule.list("apiVersions"), info.version())
                && rule.list("resources").strings().anyMatch(name -> resource(name, info.plural(), attributes))
                && named(rule.list("resourceNames"), attributes.name());
    }

    private static boolean has(JsonList list, String value) {
        return list.strings().anyMatch(item -> item.equals("*") || item.equals(value));
    }

    private static boolean scope(String scope, Attributes attributes) {
        boolean isNamespace = attributes.resource().info().groupResource().equals("namespaces");
        boolean isNamespaced = !isNamespace && !attributes.namespace().isEmpty();
        return switch (scope) {
            case "Namespaced" -> isNamespaced;
            case "Cluster" -> !isNamespaced;
            default -> true;
        };
    }

    private static boolean resource(String pattern, String plural, Attributes attributes) {
        int slash = pattern.indexOf('/');
        var name = slash < 0 ? pattern : pattern.substring(0, slash);
        var sub = slash < 0 ? "" : pattern.substring(slash + 1);
        return (name.equals("*") || name.equals(plural)) && (sub.equals("*") || sub.equals(attributes.subresource()));
    }

    private static boolean named(JsonList names, String name) {
        return names.isEmpty() || names.strings().anyMatch(name::equals);
    }
}
