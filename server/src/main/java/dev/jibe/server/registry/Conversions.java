package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;

/** Which versions of a resource are stored as another one. */
final class Conversions {

    private Conversions() {}

    static Conversion of(ResourceInfo info) {
        if (info.plural().equals("events") && info.group().equals("events.k8s.io")) {
            return new EventConversion();
        }
        if (info.group().equals("autoscaling")
                && info.version().equals("v1")
                && info.plural().equals("horizontalpodautoscalers")) {
            return new AutoscalerConversion();
        }
        if (info.group().equals("batch") && info.plural().equals("jobs")) {
            return new JobConversion();
        }
        return Conversion.NONE;
    }

    /** The object, labelled with another version of the same kind. */
    static JsonMap relabelled(JsonMap object, String apiVersion) {
        return object.with("apiVersion", apiVersion);
    }
}
