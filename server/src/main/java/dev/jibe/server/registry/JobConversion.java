package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;

/** Jobs: those without labels show the labels of their pods, which upstream fills in whenever it reads one. */
final class JobConversion implements Conversion {

    @Override
    public JsonMap toStorage(JsonMap object) {
        return object;
    }

    @Override
    public JsonMap fromStorage(JsonMap object) {
        if (!object.map("metadata").map("labels").isEmpty()) {
            return object;
        }
        var labels = object.map("spec").map("template").map("metadata").map("labels");
        return labels.isEmpty() ? object : object.withAt(labels, "metadata", "labels");
    }
}
