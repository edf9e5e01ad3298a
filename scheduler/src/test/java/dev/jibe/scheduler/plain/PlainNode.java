package dev.jibe.scheduler.plain;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;

/** A node and its pods as nothing but objects of the API. */
public final class PlainNode {

    public JsonMap tree;
    public final List<JsonMap> pods = new ArrayList<>();

    public PlainNode(JsonMap tree) {
        this.tree = tree;
    }

    public String name() {
        return tree.map("metadata").string("name");
    }

    JsonMap labels() {
        return tree.map("metadata").map("labels");
    }

    long allocatable(String resource) {
        return amount(resource, tree.map("status").map("allocatable").string(resource));
    }

    long used(String resource) {
        return pods.stream().mapToLong(pod -> request(pod, resource)).sum();
    }

    long scored(String resource) {
        return pods.stream().mapToLong(pod -> scoredRequest(pod, resource)).sum();
    }

    private static JsonMap requests(JsonMap pod) {
        return ((JsonMap) pod.map("spec").list("containers").get(0))
                .map("resources")
                .map("requests");
    }

    static long request(JsonMap pod, String resource) {
        return amount(resource, requests(pod).string(resource));
    }

    static long scoredRequest(JsonMap pod, String resource) {
        boolean given = requests(pod).has(resource);
        return given ? request(pod, resource) : resource.equals("cpu") ? 100 : 200L * 1024 * 1024;
    }

    private static long amount(String resource, String text) {
        if (text.isEmpty()) {
            return 0;
        }
        var quantity = Quantity.parse(text);
        return resource.equals("cpu") ? quantity.milliValue() : quantity.value();
    }
}
