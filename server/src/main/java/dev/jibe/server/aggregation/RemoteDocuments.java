package dev.jibe.server.aggregation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.request.ApiException;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What other servers say of their APIs: discovery and OpenAPI, read at each check and kept until the next. */
public final class RemoteDocuments {

    private static final Log LOG = Log.of(RemoteDocuments.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 32 << 20;
    private static final String GROUPS =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    private final ServiceResolver services;
    private final HttpClient http;
    private final Map<String, Read> read = new ConcurrentHashMap<>();

    RemoteDocuments(ServiceResolver services, HttpClient http) {
        this.services = services;
        this.http = http;
    }

    /**
     * What one API was read to be.
     *
     * @param resources as aggregated discovery shows them
     * @param version2 the server's whole document; empty if it has none
     * @param version3 the document of the API; empty if there is none
     */
    public record Read(JsonList resources, JsonMap version2, JsonMap version3) {}

    public Optional<Read> of(RemoteApi api) {
        return Optional.ofNullable(read.get(api.name()));
    }

    void forget(String name) {
        read.remove(name);
    }

    void read(RemoteApi api) {
        try {
            read.put(api.name(), new Read(resources(api), get(api, "/openapi/v2"), version3(api)));
        } catch (WireException | ApiException | MalformedException e) {
            LOG.debug("the documents of an API were not read", "name", api.name(), "reason", e.getMessage());
        }
    }

    private JsonMap version3(RemoteApi api) throws WireException {
        var entry = get(api, "/openapi/v3").map("paths").map(api.path().substring(1));
        var path = entry.string("serverRelativeURL");
        return path.startsWith("/") ? get(api, path) : JsonMap.EMPTY;
    }

    private JsonMap get(RemoteApi api, String path) throws WireException {
        return get(api, path, "application/json");
    }

    /** An empty object if the server has no such thing. */
    private JsonMap get(RemoteApi api, String path, String accept) throws WireException {
        var address = services.resolve(api.namespace(), api.service(), api.port());
        Headers headers = Identity.of(Identity.CHECKER).with("accept", accept);
        var uri = URI.create("https://" + address.authority() + path);
        var request = ClientRequest.of("GET", uri, headers, new byte[0]).within(PATIENCE);
        try (var response = http.send(request, api.tls())) {
            return response.isSuccess() ? Json.parseMap(response.body(MAX_BYTES)) : JsonMap.EMPTY;
        }
    }

    private JsonList resources(RemoteApi api) throws WireException {
        for (var group : get(api, "/apis", GROUPS).list("items").maps().toList()) {
            if (!group.map("metadata").string("name").equals(api.group())) {
                continue;
            }
            for (var version : group.list("versions").maps().toList()) {
                if (version.string("version").equals(api.version())) {
                    return version.list("resources");
                }
            }
        }
        return aggregated(api, get(api, api.path()).list("resources"));
    }

    /** The plain list of resources in the other form, subresources with what they belong to. */
    static JsonList aggregated(RemoteApi api, JsonList plain) {
        Map<String, JsonMap> resources = new TreeMap<>();
        plain.maps().filter(each -> !each.string("name").contains("/")).forEach(each -> {
            var object = JsonMap.of(
                    "resource", each.string("name"),
                    "responseKind", kind(api, each),
                    "scope", each.bool("namespaced") ? "Namespaced" : "Cluster",
                    "singularResource", each.string("singularName"),
                    "verbs", each.list("verbs"));
            for (var key : new String[] {"shortNames", "categories"}) {
                object = each.list(key).isEmpty() ? object : object.with(key, each.list(key));
            }
            resources.put(each.string("name"), object);
        });
        plain.maps().filter(each -> each.string("name").contains("/")).forEach(each -> {
            var name = each.string("name");
            int slash = name.indexOf('/');
            resources.computeIfPresent(name.substring(0, slash), (key, object) -> {
                var sub = JsonMap.of(
                        "subresource", name.substring(slash + 1),
                        "responseKind", kind(api, each),
                        "verbs", each.list("verbs"));
                return object.with("subresources", object.list("subresources").with(sub));
            });
        });
        return JsonList.copyOf(resources.values());
    }

    private static JsonMap kind(RemoteApi api, JsonMap resource) {
        var version = resource.string("version");
        return JsonMap.of(
                "group", version.isEmpty() ? api.group() : resource.string("group"),
                "version", version.isEmpty() ? api.version() : version,
                "kind", resource.string("kind"));
    }
}
