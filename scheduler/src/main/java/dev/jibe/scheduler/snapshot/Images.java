package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which images nodes have, by all the names that they go by. */
public final class Images {

    private final Map<String, Integer> nodesWith = new HashMap<>();

    /** The images of each node with their sizes, made when asked for and kept as long as the node says the same. */
    private final Map<String, Known> sizes = new HashMap<>();

    private record Known(JsonList images, Map<String, Long> bytesByName) {}

    void add(Node node) {
        var images = imagesOf(node);
        if (!images.isEmpty()) {
            var known = new Known(images, bytesByName(images));
            sizes.put(node.name(), known);
            known.bytesByName().keySet().forEach(name -> nodesWith.merge(name, 1, Integer::sum));
        }
    }

    void remove(Node node) {
        var known = sizes.remove(node.name());
        if (known != null) {
            known.bytesByName()
                    .keySet()
                    .forEach(name -> nodesWith.computeIfPresent(name, (same, n) -> n == 1 ? null : n - 1));
        }
    }

    void replace(Node before, Node now) {
        if (!imagesOf(before).equals(imagesOf(now))) {
            remove(before);
            add(now);
        }
    }

    private static JsonList imagesOf(Node node) {
        return node.tree().map("status").list("images");
    }

    private static Map<String, Long> bytesByName(JsonList images) {
        var bytes = new HashMap<String, Long>();
        for (JsonMap image : images.maps().toList()) {
            image.list("names").strings().forEach(name -> bytes.put(name, image.number("sizeBytes")));
        }
        return bytes;
    }

    /** Those of the names that any node has. */
    public Set<String> known(List<String> names) {
        var known = new HashSet<String>();
        for (var name : names) {
            if (nodesWith.containsKey(name)) {
                known.add(name);
            }
        }
        return known;
    }

    /** How large the image is on the node; 0 if it is not there. */
    public long bytesOn(NodeInfo node, String image) {
        var known = sizes.get(node.name());
        return known == null ? 0 : known.bytesByName().getOrDefault(image, 0L);
    }

    public int nodesWith(String image) {
        return nodesWith.getOrDefault(image, 0);
    }
}
