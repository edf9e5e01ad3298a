package dev.jibe.controllers.autoscaling;

import dev.jibe.object.JsonMap;

/** What the scale subresource says of a target. */
record Scale(String path, JsonMap tree) {

    int replicas() {
        return (int) tree.map("spec").number("replicas");
    }

    int statusReplicas() {
        return (int) tree.map("status").number("replicas");
    }

    String selector() {
        return tree.map("status").string("selector");
    }
}
