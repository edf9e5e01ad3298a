package dev.jibe.server.request;

import dev.jibe.object.MalformedException;
import dev.jibe.object.selector.FieldSelector;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.selector.Requirement;
import dev.jibe.server.registry.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        List<String> parts,
        Selectors selectors) {

    /** What a list, a watch or a deletion of many is restricted to, as far as it could be read. */
    public record Selectors(List<Requirement> fields, List<Requirement> labels, boolean isComplete) {
        public static final Selectors NONE = new Selectors(List.of(), List.of(), true);
    }

    /** A request that selects nothing. */
    public RequestInfo(
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
        this(isResource, verb, path, group, version, namespace, resource, subresource, name, parts, Selectors.NONE);
    }

    /** The path of requests of this sort, without what differs between them; only of resources. */
    String template() {
        return (group.isEmpty() ? "/api" : "/apis/" + group)
                + "/" + version
                + (namespace.isEmpty() ? "" : "/namespaces/{:namespace}")
                + "/" + resource
                + (name.isEmpty() ? "" : "/{:name}")
                + (subresource.isEmpty() ? "" : "/" + subresource);
    }

    /** Whether it lasts for as long as somebody wants. */
    boolean isLongRunning() {
        return verb.equals("watch") || verb.equals("proxy") || isConnection();
    }

    /** Whether it is about a connection that goes on somewhere else, which is no work that others wait for. */
    public boolean isConnection() {
        return switch (subresource) {
            case "attach", "exec", "proxy", "log", "portforward" -> isResource;
            default -> false;
        };
    }

    /**
     * The question that authorizers are asked: it says which objects are selected, and names the one that a list or watch
     * by field is about.
     */
    public RequestInfo question(Query query) {
        boolean many = verb.equals("list") || verb.equals("watch") || verb.equals("deletecollection");
        boolean selects = many && isResource && (query.has("fieldSelector") || query.has("labelSelector"));
        if (!selects) {
            return this;
        }
        var fields = fields(query.get("fieldSelector"));
        var labels = labels(query.get("labelSelector"));
        boolean complete = fields != null && labels != null;
        fields = fields == null ? List.of() : fields;
        labels = labels == null ? List.of() : labels;
        return new RequestInfo(
                true,
                verb,
                path,
                group,
                version,
                namespace,
                resource,
                subresource,
                named(fields),
                parts,
                new Selectors(fields, labels, complete));
    }

    private String named(List<Requirement> fields) {
        if (!name.isEmpty() || verb.equals("deletecollection")) {
            return name;
        }
        return fields.stream()
                .filter(each -> each.key().equals("metadata.name") && each.operator() == Requirement.Operator.EQUALS)
                .map(each -> each.values().getFirst())
                .filter(value -> Names.wrongPathSegment(value).isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Null if the selector cannot be read. */
    private static @Nullable List<Requirement> fields(String selector) {
        try {
            return FieldSelector.parse(selector).terms().stream()
                    .map(term -> new Requirement(
                            term.field(),
                            term.equal() ? Requirement.Operator.EQUALS : Requirement.Operator.NOT_EQUALS,
                            List.of(term.value())))
                    .toList();
        } catch (MalformedException e) {
            return null;
        }
    }

    private static @Nullable List<Requirement> labels(String selector) {
        try {
            return LabelSelector.parse(selector).requirements();
        } catch (MalformedException e) {
            return null;
        }
    }

    /** Whether the path has {@code watch} or {@code proxy} before a resource, but no resource. */
    static boolean isUndetermined(String path) {
        if (!path.endsWith("/watch") && !path.endsWith("/proxy") && !path.endsWith("/")) {
            return false;
        }
        var segments = segments(path);
        int at = !segments.isEmpty() && segments.getFirst().equals("api") ? 2 : 3;
        return segments.size() == at + 1
                && (segments.getFirst().equals("api") || segments.getFirst().equals("apis"))
                && (segments.get(at).equals("watch") || segments.get(at).equals("proxy"));
    }

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
        // Upstream reads the older of the two although it serves nothing there any more.
        var special = rest.size() > 1 && List.of("watch", "proxy").contains(rest.getFirst()) ? rest.removeFirst() : "";
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
        var verb = special.isEmpty() ? verb(method, name, name.isEmpty() && query.flag("watch")) : special;
        return new RequestInfo(
                true, verb, path, group, version, namespace, resource, subresource, name, List.copyOf(rest));
    }

    private static RequestInfo nonResource(String method, String path) {
        return new RequestInfo(
                false, method.toLowerCase(java.util.Locale.ROOT), path, "", "", "", "", "", "", List.of());
    }

    private static List<String> segments(String path) {
        return Arrays.stream(withoutEmptyNamespace(path).split("/", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** The namespace of an empty name means all of them. */
    static String withoutEmptyNamespace(String path) {
        return path.contains("/namespaces//") ? path.replace("/namespaces//", "/") : path;
    }

    private static String verb(String method, String name, boolean watch) {
        return switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            case "GET", "HEAD" -> {
                if (watch) {
                    yield "watch";
                }
                yield name.isEmpty() ? "list" : "get";
            }
            default -> "";
        };
    }

    /** Whether the path has a namespace whose name is empty. */
    boolean isInNoNamespace() {
        return path.contains("/namespaces//");
    }

    /** Whether the path is of the older form that has {@code watch} before the resource. */
    boolean isWatchPath() {
        return verb.equals("watch") && path.contains("/" + version + "/watch/");
    }

    public ApiException.Named groupResource() {
        return new ApiException.Named(group, resource);
    }

    /** The last part of the path behind the subresource, as {@code proxy} takes it. */
    public String tail() {
        return parts.size() > 3 ? String.join("/", parts.subList(3, parts.size())) : "";
    }

    /** The same, asked for another verb. */
    public RequestInfo withVerb(String other) {
        return new RequestInfo(
                isResource, other, path, group, version, namespace, resource, subresource, name, parts, selectors);
    }
}
