package dev.jibe.client.memory;

import java.util.Arrays;
import java.util.List;

/**
 * A path of the API taken apart.
 *
 * @param resource group, version and plural
 */
record MemoryPath(String resource, String namespace, String name, String subresource) {

    static MemoryPath parse(String path) {
        var parts = Arrays.asList(path.substring(1).split("/", -1));
        int at = parts.getFirst().equals("api") ? 2 : 3;
        var root = String.join("/", parts.subList(0, at));
        boolean isScoped = parts.size() > at + 2 && parts.get(at).equals("namespaces") && at + 2 < parts.size();
        var namespace = isScoped ? parts.get(at + 1) : "";
        int rest = isScoped ? at + 2 : at;
        return new MemoryPath(root + "/" + parts.get(rest), namespace, part(parts, rest + 1), part(parts, rest + 2));
    }

    private static String part(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    boolean isCollection() {
        return name.isEmpty();
    }

    boolean isStatus() {
        return subresource.equals("status");
    }

    MemoryPath child(String childName) {
        return new MemoryPath(resource, namespace, childName, "");
    }

    /** What the keys of a collection begin with; that of all namespaces, without one. */
    String prefix() {
        return namespace.isEmpty() ? resource + "|" : resource + "|" + namespace + "|";
    }

    String key() {
        return resource + "|" + namespace + "|" + name;
    }
}
