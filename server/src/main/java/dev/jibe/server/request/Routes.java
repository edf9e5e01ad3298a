package dev.jibe.server.request;

import dev.jibe.server.registry.Patching;
import dev.jibe.server.registry.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which paths and methods a built-in resource has, and in which forms they answer; upstream's routes.
 *
 * <p>A path that is no route is not found, a method that it does not have is not allowed, and so on, before anybody looks
 * at the rest of the request.
 */
final class Routes {

    private static final List<String> OBJECTS =
            List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");
    private static final List<String> STREAMS =
            joined(OBJECTS, "application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch");
    private static final List<String> LOGS = joined(List.of("text/plain"), OBJECTS.toArray(String[]::new));
    private static final Set<String> ANY_FORM = Set.of("exec", "attach", "portforward", "proxy");
    private static final Set<String> WITHOUT_TABLE = Set.of(
            "customresourcedefinitions",
            "apiservices",
            "podgroups",
            "resourceclaims",
            "devicetaintrules",
            "resourcepoolstatusrequests");
    private static final Set<String> PROXY_METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

    private static final List<String> CBOR = List.of("application/cbor", "application/cbor-seq");

    private Routes() {}

    private static List<String> joined(List<String> first, String... more) {
        var all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    /**
     * Refuses what is no route.
     *
     * @throws ApiException 404, 405 or 406
     */
    static void check(ApiRequest request, RequestInfo info, Resource resource) {
        if (request.user().isPresent()) {
            return;
        }
        var methods = methods(info, resource);
        if (methods.isEmpty()
                || RequestInfo.withoutEmptyNamespace(request.path()).contains("//")) {
            throw ApiException.unknownResource();
        }
        if (!methods.contains(request.method())) {
            throw ApiException.methodNotAllowed();
        }
        if (request.method().equals("PATCH")) {
            Patching.checkFormat(request);
        }
        var produced = produced(info);
        if (request.cbor() && !produced.isEmpty() && !produced.equals(LOGS)) {
            var more = produced.equals(STREAMS) ? CBOR : CBOR.subList(0, 1);
            produced = Stream.concat(produced.stream(), more.stream()).toList();
        }
        if (!produced.isEmpty()) {
            Negotiation.checkAcceptable(request, produced);
        }
    }

    private static Set<String> methods(RequestInfo info, Resource resource) {
        if (info.verb().equals("proxy")) {
            return Set.of();
        }
        boolean inNamespace = !info.namespace().isEmpty() && !info.resource().equals("namespaces");
        if (inNamespace && !resource.namespaced()) {
            return Set.of();
        }
        boolean whole = resource.namespaced() && !inNamespace && !info.isInNoNamespace();
        if (whole && !info.name().isEmpty() && !info.isWatchPath()) {
            return Set.of();
        }
        if (!info.subresource().isEmpty()) {
            return subresource(info, resource);
        }
        if (info.isWatchPath()) {
            return resource.allows("watch") ? Set.of("GET") : Set.of();
        }
        if (!info.name().isEmpty()) {
            return allowed(resource, "get", "GET", "update", "PUT", "patch", "PATCH", "delete", "DELETE");
        }
        return whole
                ? allowed(resource, "list", "GET")
                : allowed(resource, "list", "GET", "create", "POST", "deletecollection", "DELETE");
    }

    private static Set<String> subresource(RequestInfo info, Resource resource) {
        boolean proxy = info.subresource().equals("proxy");
        if (info.parts().size() > 3 && !proxy) {
            return Set.of();
        }
        for (var each : resource.info().subresources()) {
            if (each.name().equals(info.subresource())) {
                return proxy ? PROXY_METHODS : methods(each.verbs());
            }
        }
        return Set.of();
    }

    private static Set<String> methods(List<String> verbs) {
        var methods = new java.util.HashSet<String>();
        for (var verb : verbs) {
            switch (verb) {
                case "get" -> methods.add("GET");
                case "create" -> methods.add("POST");
                case "update" -> methods.add("PUT");
                case "patch" -> methods.add("PATCH");
                case "delete" -> methods.add("DELETE");
                default -> {}
            }
        }
        return methods;
    }

    private static Set<String> allowed(Resource resource, String... verbsAndMethods) {
        var methods = new java.util.HashSet<String>(4);
        for (int i = 0; i < verbsAndMethods.length; i += 2) {
            if (resource.allows(verbsAndMethods[i])) {
                methods.add(verbsAndMethods[i + 1]);
            }
        }
        return methods;
    }

    /** Whether what is asked for can be shown as a table: whole objects, some statuses, scales. */
    static boolean mayBeTable(Resource resource, String subresource) {
        return switch (subresource) {
            case "" -> resource.allows("get");
            case "status" ->
                resource.custom() != null
                        || !WITHOUT_TABLE.contains(resource.info().plural());
            case "scale" -> true;
            default -> false;
        };
    }

    /** Whether answers come in the forms that objects have. */
    static boolean isNegotiated(RequestInfo info) {
        return !ANY_FORM.contains(info.subresource()) && !info.subresource().equals("log");
    }

    private static List<String> produced(RequestInfo info) {
        if (ANY_FORM.contains(info.subresource())) {
            return List.of();
        }
        if (info.subresource().equals("log")) {
            return LOGS;
        }
        return info.verb().equals("list") || info.verb().equals("watch") ? STREAMS : OBJECTS;
    }
}
