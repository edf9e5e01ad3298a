package dev.jibe.client;

import dev.jibe.object.JsonMap;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The objects of one kind, to be read and written. Every method throws {@link ApiFailure}. */
public final class Resource<T extends ApiObject> {

    /** Objects asked for at once, so that no answer grows without bound. */
    private static final int PAGE = 5000;

    private static final String STATUS = "status";

    private final Transport transport;
    private final Kind<T> kind;

    Resource(Transport transport, Kind<T> kind) {
        this.transport = transport;
        this.kind = kind;
    }

    public Kind<T> kind() {
        return kind;
    }

    public T get(String namespace, String name) {
        return view(send("GET", Paths.object(kind, namespace, name), "", null));
    }

    /** The object, or nothing if there is none of that name. */
    public Optional<T> find(String namespace, String name) {
        try {
            return Optional.of(get(namespace, name));
        } catch (ApiFailure failure) {
            if (failure.isNotFound()) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** The objects of a namespace, or of all if it is empty, read in pages. */
    public Listing<T> list(String namespace, Selectors selectors) {
        Map<String, String> query = new HashMap<>(selectors.query());
        query.put("limit", Integer.toString(PAGE));
        List<T> items = new ArrayList<>();
        while (true) {
            var reply = transport.send(Call.get(Paths.collection(kind, namespace), query));
            reply.body().list("items").maps().map(this::complete).map(kind::of).forEach(items::add);
            var metadata = reply.body().map("metadata");
            var rest = metadata.string("continue");
            if (rest.isEmpty()) {
                return new Listing<>(items, metadata.string("resourceVersion"));
            }
            query.put("continue", rest);
        }
    }

    /** Begins a watch from after a resource version; bookmarks are asked for. */
    public EventStream watch(String namespace, Selectors selectors, String resourceVersion) {
        Map<String, String> query = new HashMap<>(selectors.query());
        query.put("watch", "true");
        query.put("allowWatchBookmarks", "true");
        query.put("resourceVersion", resourceVersion);
        return transport.watch(Call.get(Paths.collection(kind, namespace), query));
    }

    public T create(T object) {
        return view(send("POST", Paths.collection(kind, object.namespace()), Call.JSON, body(object)));
    }

    /** Replaces the object; its resource version, if it has one, must be the current one. */
    public T update(T object) {
        return view(send("PUT", path(object), Call.JSON, body(object)));
    }

    public T updateStatus(T object) {
        return view(send("PUT", path(object) + "/" + STATUS, Call.JSON, body(object)));
    }

    public T patch(String namespace, String name, Patch patch) {
        return view(send("PATCH", Paths.object(kind, namespace, name), patch.contentType(), patch.content()));
    }

    public T patchStatus(String namespace, String name, Patch patch) {
        var path = Paths.subresource(kind, namespace, name, STATUS);
        return view(send("PATCH", path, patch.contentType(), patch.content()));
    }

    public void delete(String namespace, String name, Deletion deletion) {
        send("DELETE", Paths.object(kind, namespace, name), Call.JSON, deletion.toTree());
    }

    /** Deletes what is selected, in one call. */
    public void deleteCollection(String namespace, Selectors selectors, Deletion deletion) {
        var path = Paths.collection(kind, namespace);
        transport.send(new Call("DELETE", path, selectors.query(), Call.JSON, deletion.toTree()));
    }

    /** Posts to a subresource that acts, such as {@code binding} or {@code eviction}. */
    public JsonMap post(String namespace, String name, String subresource, JsonMap body) {
        return send("POST", Paths.subresource(kind, namespace, name, subresource), Call.JSON, body);
    }

    /** Replaces a subresource, such as {@code finalize} or {@code scale}. */
    public JsonMap put(String namespace, String name, String subresource, JsonMap body) {
        return send("PUT", Paths.subresource(kind, namespace, name, subresource), Call.JSON, body);
    }

    /** The object with its apiVersion and kind, which the items of lists may lack. */
    public JsonMap complete(JsonMap object) {
        return object.has("kind") ? object : object.with("kind", kind.kind()).with("apiVersion", kind.apiVersion());
    }

    private JsonMap send(String method, String path, String contentType, @Nullable Object body) {
        return transport
                .send(new Call(method, path, Map.of(), contentType, body))
                .body();
    }

    private String path(T object) {
        return Paths.object(kind, object.namespace(), object.name());
    }

    private JsonMap body(T object) {
        return complete(object.tree());
    }

    private T view(JsonMap tree) {
        return kind.of(tree);
    }
}
