package dev.jibe.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operations of all versions: those of the Java client, under the names that the server gives them,
 * and the deprecated watch paths, which the client leaves out.
 */
final class ApiOperations {
    private static final Pattern RESOURCE = Pattern.compile(
            "/(?:api|apis/([a-z0-9.]+))/(v\\d+(?:(?:alpha|beta)\\d+)?)/(?:namespaces/\\{namespace}/)?([a-z]+)(/\\{name}(?:/([a-z]+)(/\\{path})?)?)?");
    private static final Pattern GROUP = Pattern.compile("/apis/([a-z0-9.]+)/(?:(v[a-z0-9]+)/)?");
    private static final Pattern IN_GROUP = Pattern.compile("/apis/([a-z0-9.]+)/(?:(v[a-z0-9]+)/.*)?");
    private static final Pattern API_CLASS = Pattern.compile("(\\w+?)(V\\d+(?:(?:alpha|beta)\\d+)?)?Api");
    private static final Pattern VERB =
            Pattern.compile("(list|create|read|replace|delete|patch|connect|get)([A-Z]\\w*)");

    private static final List<String> OBJECT =
            List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");
    private static final List<String> STREAM = List.of(
            "application/json",
            "application/yaml",
            "application/vnd.kubernetes.protobuf",
            "application/json;stream=watch",
            "application/vnd.kubernetes.protobuf;stream=watch");

    private static final List<String> LOG =
            List.of("text/plain", "application/json", "application/yaml", "application/vnd.kubernetes.protobuf");

    private final Map<String, ResourceDef> resources = new TreeMap<>();
    private final ModelIndex models;
    private final Parameters parameters;
    private final Overlay overlay;
    private final List<ApiOperation> result = new ArrayList<>();

    private ApiOperations(
            Collection<ResourceDef> resources, ModelIndex models, Map<String, TypeDef> types, Overlay overlay) {
        resources.forEach(resource ->
                this.resources.put(resource.group() + "/" + resource.version() + "/" + resource.plural(), resource));
        this.models = models;
        this.parameters = new Parameters(types);
        this.overlay = overlay;
    }

    static List<ApiOperation> of(
            Collection<Operation> operations,
            Collection<ResourceDef> resources,
            ModelIndex models,
            Map<String, TypeDef> types,
            Overlay overlay) {
        ApiOperations all = new ApiOperations(resources, models, types, overlay);
        operations.forEach(all::add);
        return all.result;
    }

    /** Those of the versions and groups that are served unless somebody says otherwise. */
    static List<ApiOperation> usual(Collection<ApiOperation> all, Collection<ResourceDef> resources) {
        return all.stream()
                .filter(operation -> {
                    Matcher group = IN_GROUP.matcher(operation.path());
                    return !group.matches()
                            || resources.stream()
                                    .filter(ResourceDef::servedByDefault)
                                    .anyMatch(resource -> resource.group().equals(group.group(1))
                                            && (group.group(2) == null
                                                    || resource.version().equals(group.group(2))));
                })
                .toList();
    }

    private void add(Operation operation) {
        Matcher path = RESOURCE.matcher(operation.path());
        if (path.matches()) {
            String group = path.group(1) == null ? "" : path.group(1);
            ResourceDef resource = resources.get(group + "/" + path.group(2) + "/" + path.group(3));
            if (resource != null) {
                addResource(operation, resource, path.group(4) != null, path.group(5) == null ? "" : path.group(5));
            }
        } else if (!operation.path().contains("{")
                && !overlay.strings("groups", "hidden").contains(operation.path())) {
            addPlain(operation);
        }
    }

    /** What belongs to no resource: the groups, the versions, the version of the server, and who issues its tokens. */
    private void addPlain(Operation operation) {
        if (!isServed(operation)) {
            return;
        }
        String type = models.typeOf(operation.returnType());
        String path = operation.path().endsWith("/") ? operation.path() : operation.path() + "/";
        List<String> produces = List.of("application/json");
        if (path.startsWith("/api")) {
            produces = OBJECT;
        } else if (path.endsWith("/jwks/")) {
            produces = List.of("application/jwk-set+json");
        }
        result.add(new ApiOperation(
                path,
                operation.method().toLowerCase(Locale.ROOT),
                operationId(operation),
                tag(operation),
                operation.description(),
                "",
                Map.of(),
                List.of(),
                "",
                false,
                List.of(200),
                type == null ? "" : type,
                produces));
    }

    private boolean isServed(Operation operation) {
        if (operation.path().contains("{")
                || overlay.strings("groups", "hidden").contains(operation.path())) {
            return false;
        }
        Matcher group = GROUP.matcher(operation.path());
        return !group.matches()
                || resources.values().stream()
                        .anyMatch(resource -> resource.group().equals(group.group(1))
                                && (group.group(2) == null || resource.version().equals(group.group(2))));
    }

    private void addResource(Operation operation, ResourceDef resource, boolean isItem, String subresource) {
        ResourceDef.SubresourceDef sub = resource.subresources().stream()
                .filter(candidate -> candidate.name().equals(subresource))
                .findFirst()
                .orElse(new ResourceDef.SubresourceDef(
                        "", resource.group(), resource.version(), resource.kind(), resource.verbs()));
        String key = resource.group().isEmpty() ? resource.plural() : resource.plural() + "." + resource.group();
        Object options = overlay.section("resources", key + "/" + subresource).get("options");
        String action = action(operation, isItem);
        String type = models.typeOf(operation.returnType());
        boolean writes = action.equals("post") || action.equals("put");
        ApiOperation made = new ApiOperation(
                operation.path(),
                operation.method().toLowerCase(Locale.ROOT),
                operationId(operation),
                tag(operation),
                operation.description(),
                action,
                OpenApiSchemas.kind(sub.group(), sub.version(), sub.kind()),
                parameters.of(action, operation.path(), sub.kind(), options == null ? "" : (String) options),
                body(action, type == null ? "" : type),
                writes || action.equals("patch"),
                codes(action),
                type == null ? "" : type,
                produces(action, subresource));
        result.add(made);
        boolean watched = resource.verbs().contains("watch") && subresource.isEmpty();
        if (watched && (action.equals("list") || action.equals("get"))) {
            addWatch(made, resource.kind());
        }
    }

    private static String body(String action, String type) {
        return switch (action) {
            case "post", "put" -> type;
            case "patch" -> Joiner.META + "Patch";
            case "delete", "deletecollection" -> Joiner.META + "DeleteOptions";
            default -> "";
        };
    }

    private static List<String> produces(String action, String subresource) {
        if (subresource.equals("log")) {
            return LOG;
        }
        return switch (action) {
            case "connect" -> List.of("*/*");
            case "list" -> STREAM;
            default -> OBJECT;
        };
    }

    private void addWatch(ApiOperation read, String kind) {
        boolean isList = read.action().equals("list");
        String version = read.path().startsWith("/apis/") ? "/apis/[^/]+/v\\w+" : "/api/v\\w+";
        String path = read.path().replaceFirst("(" + version + ")", "$1/watch");
        String id = read.id().replaceFirst("^(list|read)", "watch");
        String all = "ForAllNamespaces";
        if (isList) {
            id = id.endsWith(all) ? id.substring(0, id.length() - all.length()) + "List" + all : id + "List";
        }
        String action = isList ? "watchlist" : "watch";
        result.add(new ApiOperation(
                path,
                "get",
                id,
                read.tag(),
                isList
                        ? "watch individual changes to a list of " + kind
                                + ". deprecated: use the 'watch' parameter with a list operation instead."
                        : "watch changes to an object of kind " + kind
                                + ". deprecated: use the 'watch' parameter with a list operation instead, filtered to a"
                                + " single item with the 'fieldSelector' parameter.",
                action,
                read.kind(),
                parameters.of(action, path, kind, ""),
                "",
                false,
                List.of(200),
                Joiner.META + "WatchEvent",
                STREAM));
    }

    private static List<Integer> codes(String action) {
        return switch (action) {
            case "post" -> List.of(200, 201, 202);
            case "put", "patch" -> List.of(200, 201);
            case "delete" -> List.of(200, 202);
            default -> List.of(200);
        };
    }

    private static String action(Operation operation, boolean isItem) {
        if (operation.id().startsWith("connect")) {
            return "connect";
        }
        return switch (operation.method()) {
            case "GET" -> isItem ? "get" : "list";
            case "DELETE" -> isItem ? "delete" : "deletecollection";
            default -> operation.method().toLowerCase(Locale.ROOT);
        };
    }

    /** {@code createNamespacedPod} of {@code CoreV1Api} is {@code createCoreV1NamespacedPod}. */
    private static String operationId(Operation operation) {
        Matcher verb = VERB.matcher(operation.id());
        Matcher name = API_CLASS.matcher(operation.apiClass());
        if (!verb.matches()
                || !name.matches()
                || operation.apiClass().equals("ApisApi")
                || operation.apiClass().equals("WellKnownApi")
                || operation.apiClass().equals("OpenidApi")) {
            return operation.id();
        }
        String version = name.group(2) == null ? "" : name.group(2);
        String rest = verb.group(2).equals("Code") ? "CodeVersion" : name.group(1) + version + verb.group(2);
        return verb.group(1) + rest;
    }

    private static String tag(Operation operation) {
        Matcher name = API_CLASS.matcher(operation.apiClass());
        if (!name.matches()) {
            throw new SchemaException("not an API class", "name", operation.apiClass());
        }
        String group = operation.apiClass().equals("WellKnownApi") ? "WellKnown" : Names.uncapitalised(name.group(1));
        return name.group(2) == null ? group : group + "_" + name.group(2).toLowerCase(Locale.ROOT);
    }
}
