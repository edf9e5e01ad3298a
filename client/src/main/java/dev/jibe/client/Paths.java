package dev.jibe.client;

import dev.jibe.object.view.Kind;

/**
 * Where the objects of a kind are served.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris">Resource URIs</a>.
 */
public final class Paths {

    private Paths() {}

    /** All objects of a kind; those of one namespace unless that is empty. */
    public static String collection(Kind<?> kind, String namespace) {
        var root = kind.group().isEmpty() ? "/api/" : "/apis/" + kind.group() + "/";
        var scope = kind.namespaced() && !namespace.isEmpty() ? "/namespaces/" + namespace : "";
        return root + kind.version() + scope + "/" + kind.plural();
    }

    public static String object(Kind<?> kind, String namespace, String name) {
        return collection(kind, namespace) + "/" + name;
    }

    public static String subresource(Kind<?> kind, String namespace, String name, String subresource) {
        return object(kind, namespace, name) + "/" + subresource;
    }
}
