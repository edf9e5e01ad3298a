package dev.jibe.server.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a request is about, read from its method and path.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/#review-your-request-attributes">
 * request attributes</a>.
 *
 * @param isResource whether the path names a resource; if not, only verb and path mean anything
 * @param verb of the API (create, get, list, …), or the method in lower case for other paths
 */
public record RequestInfo(
        boolean isResource,
        String verb,
        String path,
        String group,
        String version,
        String namespace,
        String resource,
        String subresource,
        String name,
        List<String> parts) {

    public static RequestInfo of(String method, String path, Query query) {
        var segments = segments(path);
        boolean legacy = segments.size() >= 3 && segments.getFirst().equals("api");
        boolean grouped = segments.size() >= 4 && segments.getFirst().equals("apis");
        if (!legacy && !grouped) {
            return nonResource(method, path);
        }
        var group = legacy ? "" : segments.get(1);
        var version = segments.get(legacy ? 1 : 2);
        var rest = new ArrayList<>(segments.subList(legacy ? 2 : 3, segments.size()));
        boolean watchPath = rest.size() > 1 && rest.getFirst().equals("watch");
        if (watchPath) {
            rest.removeFirst();
        }
        var namespace = "";
        if (rest.getFirst().equals("namespaces") && rest.size() > 1) {
            namespace = rest.get(1);
            boolean ofNamespaceItself = rest.size() == 2
                    || rest.get(2).equals("status")
                    || rest.get(2).equals("finalize");
            if (!ofNamespaceItself) {
                rest.subList(0, 2).clear();
            }
        }
        var resource = rest.get(0);
        var name = rest.size() > 1 ? rest.get(1) : "";
        var subresource = rest.size() > 2 ? rest.get(2) : "";
        var verb = verb(method, name, watchPath || query.flag("watch"), query);
        return new RequestInfo(
                true, verb, path, group, version, namespace, resource, subresource, name, List.copyOf(rest));
    }

    private static RequestInfo nonResource(String method, String path) {
        return new RequestInfo(
                false, method.toLowerCase(java.util.Locale.ROOT), path, "", "", "", "", "", "", List.of());
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String verb(String method, String name, boolean watch, Query query) {
        return switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            case "GET", "HEAD" -> {
                // A watch of one object is a watch of the collection with a field selector.
                if (watch && (name.isEmpty() || !query.get("fieldSelector").isEmpty() || query.has("watch"))) {
                    yield "watch";
                }
                yield name.isEmpty() ? "list" : "get";
            }
            default -> "";
        };
    }

    public ApiException.Named groupResource() {
        return new ApiException.Named(group, resource);
    }

    /** The last part of the path behind the subresource, as {@code proxy} takes it. */
    public String tail() {
        return parts.size() > 3 ? String.join("/", parts.subList(3, parts.size())) : "";
    }

    /** The same, asked for another verb. */
    RequestInfo withVerb(String other) {
        return new RequestInfo(isResource, other, path, group, version, namespace, resource, subresource, name, parts);
    }
}
