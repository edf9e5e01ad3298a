package dev.jibe.server.registry.ownership;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.object.ownership.Conflict;
import dev.jibe.object.ownership.FieldSet;
import dev.jibe.object.ownership.Updater;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The annotation of kubectl's client-side apply, and the way from there to server-side apply.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#upgrading-from-client-side-apply-to-server-side-apply">Upgrading
 *     from client-side apply</a>
 */
final class LastApplied {

    /** The one manager that this is done for. */
    static final String KUBECTL = "kubectl";

    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
    private static final int MAX_ANNOTATIONS_BYTES = 256 << 10;

    private LastApplied() {}

    private static String of(JsonMap object) {
        return object.map("metadata").map("annotations").string(ANNOTATION);
    }

    /** The conflicts about fields that client-side apply did not set. */
    static List<Conflict> others(Updater updater, JsonMap live, JsonMap config, List<Conflict> conflicts) {
        var own = fields(updater, live, config);
        return conflicts.stream().filter(conflict -> !own.has(conflict.path())).toList();
    }

    /** The fields that client-side apply set, and that still are as it set them. */
    private static FieldSet fields(Updater updater, JsonMap live, JsonMap config) {
        try {
            var text = of(live);
            if (text.isEmpty()) {
                return FieldSet.EMPTY;
            }
            var applied = Json.parseMap(text);
            if (!applied.string("apiVersion").equals(config.string("apiVersion"))) {
                return FieldSet.EMPTY;
            }
            updater.check(applied);
            var difference = updater.compare(applied, live);
            return updater.fields(applied)
                    .difference(difference.modified())
                    .difference(difference.added())
                    .difference(difference.removed());
        } catch (MalformedException e) {
            return FieldSet.EMPTY;
        }
    }

    /** The object with the annotation, if it has one, saying what has just been applied. */
    static JsonMap renewed(JsonMap object, JsonMap config) {
        if (of(object).isEmpty()) {
            return object;
        }
        var annotations = config.map("metadata").map("annotations");
        var plain = annotations.has(ANNOTATION)
                ? config.withAt(annotations.without(ANNOTATION), "metadata", "annotations")
                : config;
        var kept = object.map("metadata").map("annotations");
        var renewed = kept.with(ANNOTATION, Json.text(plain) + "\n");
        var fitting = sizeBytes(renewed) > MAX_ANNOTATIONS_BYTES ? kept.without(ANNOTATION) : renewed;
        return object.withAt(fitting, "metadata", "annotations");
    }

    private static long sizeBytes(JsonMap annotations) {
        long size = 0;
        for (var entry : annotations.strings().entrySet()) {
            size += entry.getKey().length() + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        return size;
    }
}
