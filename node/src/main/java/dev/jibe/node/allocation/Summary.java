package dev.jibe.node.allocation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.json.Json;
import java.util.stream.Stream;

/** What an event says about a resize: which one, of which containers, and what is wrong. */
public final class Summary {

    private Summary() {}

    public static String of(String what, Pod pod, long generation, String error) {
        JsonMap spec = pod.spec().tree();
        var text = new StringBuilder(what).append(": {");
        list(
                text,
                "initContainers",
                spec.list("initContainers")
                        .maps()
                        .filter(init -> init.string("restartPolicy").equals("Always")));
        list(text, "containers", spec.list("containers").maps());
        text.append("\"generation\":").append(generation);
        if (!error.isEmpty()) {
            text.append(",\"error\":").append(Json.text(error));
        }
        return text.append('}').toString();
    }

    private static void list(StringBuilder text, String name, Stream<JsonMap> containers) {
        var shown = JsonList.copyOf(containers
                .map(each -> JsonMap.of("name", each.string("name"), "resources", each.map("resources")))
                .toList());
        if (!shown.isEmpty()) {
            text.append('"').append(name).append("\":").append(Json.text(shown)).append(',');
        }
    }
}
