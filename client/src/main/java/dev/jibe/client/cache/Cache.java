package dev.jibe.client.cache;

import dev.jibe.object.JsonMap;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The objects of one kind as they were last heard of; views are made when asked for, in no particular order. */
public final class Cache<T extends ApiObject> {
    private final Kind<T> kind;
    private final Objects objects;

    Cache(Kind<T> kind, Objects objects) {
        this.kind = kind;
        this.objects = objects;
    }

    public Optional<T> get(String namespace, String name) {
        return Optional.ofNullable(objects.get(namespace, name)).map(kind::of);
    }

    public Optional<T> get(Key key) {
        return get(key.namespace(), key.name());
    }

    public List<T> all() {
        return views(objects.all());
    }

    public List<T> inNamespace(String namespace) {
        return views(objects.inNamespace(namespace));
    }

    /** The objects of which the index took this value. */
    public List<T> byIndex(String index, String value) {
        return views(objects.byIndex(index, value));
    }

    private List<T> views(Collection<JsonMap> trees) {
        var views = new ArrayList<T>(trees.size());
        trees.forEach(tree -> views.add(kind.of(tree)));
        return views;
    }
}
