package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import java.util.List;

/** Events of {@code events.k8s.io/v1}, stored as those of the core group. */
final class EventConversion implements Conversion {

    /** Names in the newer group and in the core group. */
    private static final String[][] RENAMED = {
        {"regarding", "involvedObject"},
        {"note", "message"},
        {"reportingController", "reportingComponent"},
        {"deprecatedSource", "source"},
        {"deprecatedFirstTimestamp", "firstTimestamp"},
        {"deprecatedLastTimestamp", "lastTimestamp"},
        {"deprecatedCount", "count"}
    };

    @Override
    public JsonMap toStorage(JsonMap object) {
        var result = object;
        for (var pair : RENAMED) {
            result = renamed(result, pair[0], pair[1]);
        }
        return Conversions.relabelled(result, "v1");
    }

    @Override
    public JsonMap fromStorage(JsonMap object) {
        var result = object;
        for (var pair : RENAMED) {
            result = renamed(result, pair[1], pair[0]);
        }
        // The core group writes these even if they are empty, the newer one does not.
        for (var key : List.of("reportingController", "reportingInstance")) {
            result = result.string(key).isEmpty() ? result.without(key) : result;
        }
        return Conversions.relabelled(result, "events.k8s.io/v1");
    }

    private static JsonMap renamed(JsonMap object, String from, String to) {
        var value = object.get(from);
        return value == null ? object : object.without(from).with(to, value);
    }
}
