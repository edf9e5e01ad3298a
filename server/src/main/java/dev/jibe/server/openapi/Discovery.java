package dev.jibe.server.openapi;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.cbor.Cbor;
import dev.jibe.object.json.Json;
import dev.jibe.object.json.PrettyJson;
import dev.jibe.object.protobuf.Protobuf;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.server.aggregation.RemoteApis;
import dev.jibe.server.aggregation.RemoteDocuments;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.StoredVersion;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.Negotiation;
import dev.jibe.wire.http.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Which groups, versions and resources are served, in the plain and in the aggregated form.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api">Discovery API</a>.
 */
public final class Discovery {

    private static final List<String> FORMS =
            List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");

    /** Only resources of built-in groups are listed in CBOR: upstream describes all else without it. */
    private static final List<String> FORMS_AND_CBOR =
            List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "application/cbor");

    private static final String AGGREGATED = "apidiscovery.k8s.io";
    private static final List<String> AGGREGATED_PARAMETERS =
            List.of("g=" + AGGREGATED, "v=v2", "as=APIGroupDiscoveryList");

    /** What upstream stores in {@code v1beta1}. */
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private final Schema schema;
    private final Resources resources;
    private final RemoteApis remote;
    private final String serverAddress;

    /** @param serverAddress what clients of the legacy group are told, as {@code host:port} */
    public Discovery(Schema schema, Resources resources, RemoteApis remote, String serverAddress) {
        this.remote = remote;
        this.schema = schema;
        this.resources = resources;
        this.serverAddress = serverAddress;
    }

    ApiResponse answer(ApiRequest request) {
        var parts = Arrays.stream(request.path().split("/", -1))
                .filter(part -> !part.isEmpty())
                .toList();
        boolean legacy = parts.getFirst().equals("api");
        int depth = legacy ? parts.size() + 1 : parts.size();
        return switch (depth) {
            case 1 -> root(request, false);
            case 2 -> legacy ? Documents.get(request, FORMS, () -> root(request, true)) : group(request, parts.get(1));
            case 3 ->
                legacy ? resourceList(request, "", parts.get(1)) : resourceList(request, parts.get(1), parts.get(2));
            default -> Documents.notFound();
        };
    }

    private ApiResponse root(ApiRequest request, boolean legacy) {
        if (wantsAggregated(request)) {
            return aggregated(request, legacy, "v2");
        }
        if (legacy) {
            var address = JsonMap.of("clientCIDR", "0.0.0.0/0", "serverAddress", serverAddress);
            return shown(
                    request,
                    JsonMap.of(
                            "kind", "APIVersions",
                            "versions", JsonList.of("v1"),
                            "serverAddressByClientCIDRs", JsonList.of(address)));
        }
        var groups = groups().stream().map(this::groupObject).toList();
        return shown(
                request, JsonMap.of("kind", "APIGroupList", "apiVersion", "v1", "groups", JsonList.copyOf(groups)));
    }

    /** The first form that the client accepts and that there is; of the aggregated ones there is one version. */
    private static boolean wantsAggregated(ApiRequest request) {
        for (var range : ranges(request)) {
            boolean shaped = range.stream().anyMatch(each -> each.matches("(as|g|v)=.*"));
            if (isKnown(range.getFirst()) && range.containsAll(AGGREGATED_PARAMETERS)) {
                return true;
            }
            if (isKnown(range.getFirst()) && !shaped) {
                return false;
            }
        }
        throw ApiException.notAcceptable(String.join(", ", FORMS));
    }

    private static List<List<String>> ranges(ApiRequest request) {
        return Arrays.stream(request.headers().get("accept", "*/*").split(",", -1))
                .map(range ->
                        Arrays.stream(range.split(";", -1)).map(String::trim).toList())
                .toList();
    }

    private static boolean isKnown(String type) {
        return type.equals("*/*")
                || type.equals("application/*")
                || Arrays.stream(Negotiation.Format.values())
                        .filter(format -> format != Negotiation.Format.CBOR)
                        .anyMatch(format -> format.mediaType().equals(type));
    }

    private static Negotiation aggregatedForm(ApiRequest request) {
        var type = ranges(request).stream()
                .filter(range -> isKnown(range.getFirst()) && range.containsAll(AGGREGATED_PARAMETERS))
                .map(List::getFirst)
                .findFirst()
                .orElse("*/*");
        return Negotiation.of(Headers.of("accept", type), request.query(), true, true);
    }

    private List<String> groups() {
        var groups = new LinkedHashSet<String>();
        resources.all().forEach(resource -> groups.add(resource.info().group()));
        var priorities = new HashMap<String, Long>();
        for (var api : remote.all()) {
            groups.add(api.group());
            priorities.merge(api.group(), api.groupPriority(), Math::max);
        }
        groups.remove("");
        return GroupOrder.sort(groups, priorities);
    }

    private List<String> versions(String group) {
        var versions = new LinkedHashSet<String>();
        resources.all().stream()
                .filter(resource -> resource.info().group().equals(group))
                .forEach(resource -> versions.add(resource.info().version()));
        remote.all().stream().filter(api -> api.group().equals(group)).forEach(api -> versions.add(api.version()));
        return GroupOrder.sortVersions(versions);
    }

    private JsonMap groupObject(String group) {
        var versions = versions(group).stream()
                .map(version -> JsonMap.of("groupVersion", group + "/" + version, "version", version))
                .toList();
        return JsonMap.of(
                "name", group, "versions", JsonList.copyOf(versions), "preferredVersion", versions.getFirst());
    }

    private ApiResponse group(ApiRequest request, String group) {
        if (!groups().contains(group)) {
            return Documents.notFound();
        }
        if (group.equals("apiregistration.k8s.io") && !request.method().equals("GET")) {
            throw ApiException.methodNotAllowed();
        }
        return shown(request, groupObject(group).with("kind", "APIGroup").with("apiVersion", "v1"));
    }

    private ApiResponse resourceList(ApiRequest request, String group, String version) {
        boolean builtin = group.isEmpty() || resources.hasBuiltinGroup(group);
        if (!resources.hasGroupVersion(group, version)) {
            if (builtin) {
                throw ApiException.unknownResource();
            }
            return Documents.notFound();
        }
        var forms = builtin && request.cbor() ? FORMS_AND_CBOR : FORMS;
        if (builtin) {
            Documents.get(request, forms, Documents::notFound);
        }
        var list = new ArrayList<JsonMap>();
        for (var resource : resources.in(group, version)) {
            list.add(resourceObject(resource));
            resource.info().subresources().forEach(sub -> list.add(subresourceObject(resource, sub)));
        }
        if (resources.in(group, version).stream().allMatch(resource -> resource.custom() == null)) {
            list.sort(java.util.Comparator.comparing(object -> object.string("name")));
        }
        var document = JsonMap.of(
                "kind",
                "APIResourceList",
                "groupVersion",
                group.isEmpty() ? version : group + "/" + version,
                "resources",
                JsonList.copyOf(list));
        return shown(request, group.isEmpty() ? document : document.with("apiVersion", "v1"), forms);
    }

    private static JsonMap resourceObject(Resource resource) {
        var info = resource.info();
        var object = JsonMap.of(
                "name", info.plural(),
                "singularName", info.singular(),
                "namespaced", info.namespaced(),
                "kind", info.kind(),
                "verbs", JsonList.copyOf(info.verbs()));
        object = info.shortNames().isEmpty() ? object : object.with("shortNames", JsonList.copyOf(info.shortNames()));
        object = info.categories().isEmpty() ? object : object.with("categories", JsonList.copyOf(info.categories()));
        boolean stored = info.verbs().contains("list") && !info.plural().equals("componentstatuses");
        return stored ? object.with("storageVersionHash", hash(resource)) : object;
    }

    /** What upstream derives from the version in which a resource is stored. */
    private static String hash(Resource resource) {
        var info = resource.current().info();
        if (resource.custom() != null) {
            return hash(info.group() + "/" + resource.custom().storageVersion() + "/" + info.kind());
        }
        var stored = StoredVersion.of(info);
        return hash((stored.indexOf('/') < 0 ? "/" + stored : stored) + "/" + info.kind());
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static JsonMap subresourceObject(Resource resource, ResourceInfo.Subresource sub) {
        var object = JsonMap.of(
                "name", resource.info().plural() + "/" + sub.name(),
                "singularName", "",
                "namespaced", resource.namespaced(),
                "kind", sub.kind(),
                "verbs", JsonList.copyOf(sub.verbs()));
        boolean same = sub.group().equals(resource.info().group())
                && sub.version().equals(resource.info().version());
        if (same || sub.version().isEmpty()) {
            return object;
        }
        return (sub.group().isEmpty() ? object : object.with("group", sub.group())).with("version", sub.version());
    }

    private ApiResponse aggregated(ApiRequest request, boolean legacy, String version) {
        var form = aggregatedForm(request);
        var items = legacy
                ? List.of(aggregatedGroup(""))
                : groups().stream().map(this::aggregatedGroup).toList();
        var document = JsonMap.of(
                "kind",
                "APIGroupDiscoveryList",
                "apiVersion",
                AGGREGATED + "/" + version,
                "metadata",
                JsonMap.EMPTY,
                "items",
                JsonList.copyOf(items));
        return new ApiResponse.Plain(
                200,
                form.format().mediaType() + ";g=" + AGGREGATED + ";v=" + version + ";as=APIGroupDiscoveryList",
                Headers.of("vary", "Accept"),
                bytes(document, form));
    }

    private JsonMap aggregatedGroup(String group) {
        var versions = versions(group).stream()
                .map(version -> aggregatedVersion(group, version))
                .toList();
        var metadata = group.isEmpty() ? JsonMap.EMPTY : JsonMap.of("name", group);
        return JsonMap.of("metadata", metadata, "versions", JsonList.copyOf(versions));
    }

    private JsonMap aggregatedVersion(String group, String version) {
        for (var api : remote.all()) {
            if (api.group().equals(group) && api.version().equals(version)) {
                var read = remote.documents().of(api);
                boolean current = api.available() && read.isPresent();
                return JsonMap.of(
                        "version",
                        version,
                        "resources",
                        read.map(RemoteDocuments.Read::resources).orElse(JsonList.EMPTY),
                        "freshness",
                        current ? "Current" : "Stale");
            }
        }
        var list = resources.in(group, version).stream()
                .sorted(java.util.Comparator.comparing(r -> r.info().plural()))
                .map(AggregatedResource::of)
                .toList();
        return JsonMap.of("version", version, "resources", JsonList.copyOf(list), "freshness", "Current");
    }

    /** The paths under which groups and versions are described. */
    List<String> paths() {
        var paths = new ArrayList<String>(List.of("/api", "/api/v1", "/apis", "/apis/"));
        for (var group : groups()) {
            paths.add("/apis/" + group);
            versions(group).forEach(version -> paths.add("/apis/" + group + "/" + version));
        }
        return paths;
    }

    private ApiResponse shown(ApiRequest request, JsonMap object) {
        return shown(request, object, FORMS);
    }

    private ApiResponse shown(ApiRequest request, JsonMap object, List<String> forms) {
        // What is described here has no other shape: ranges that ask for one do not count.
        var plain = ranges(request).stream()
                .filter(range -> range.stream().noneMatch(each -> each.startsWith("as=")))
                .map(range -> String.join(";", range))
                .collect(Collectors.joining(","));
        if (plain.isEmpty() && request.headers().has("accept")) {
            throw ApiException.notAcceptable(String.join(", ", forms));
        }
        boolean mayBeCbor = forms.equals(FORMS_AND_CBOR);
        var form = Negotiation.of(Headers.of("accept", plain), request.query(), true, true, mayBeCbor);
        return new ApiResponse.Plain(200, form.format().mediaType(), Headers.EMPTY, bytes(object, form));
    }

    private byte[] bytes(JsonMap object, Negotiation form) {
        return switch (form.format()) {
            case JSON -> form.pretty() ? PrettyJson.write(object) : Json.write(object);
            case CBOR -> Cbor.write(object, type(object.string("apiVersion"), object.string("kind")));
            case YAML -> Yaml.write(object).getBytes(StandardCharsets.UTF_8);
            case PROTOBUF -> {
                var version = object.string("apiVersion");
                yield Protobuf.seal(version, object.string("kind"), object, type(version, object.string("kind")));
            }
        };
    }

    private StructType type(String version, String kind) {
        var type = version.startsWith(AGGREGATED)
                ? schema.kind(AGGREGATED, version.substring(AGGREGATED.length() + 1), kind)
                : schema.type(META + kind);
        return Objects.requireNonNull(type, kind);
    }
}
