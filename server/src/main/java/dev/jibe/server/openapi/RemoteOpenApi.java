package dev.jibe.server.openapi;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.server.aggregation.RemoteApis;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The OpenAPI documents of other servers, beside those of this one. */
final class RemoteOpenApi {

    private static final String DEFINITIONS = "\"definitions\":{";
    private static final String PATHS = "\"paths\":{";

    private final RemoteApis apis;

    RemoteOpenApi(RemoteApis apis) {
        this.apis = apis;
    }

    /** The names of the documents of version 3. */
    List<String> paths() {
        return apis.all().stream().map(api -> api.path().substring(1)).toList();
    }

    byte @Nullable [] version3(String path) {
        for (var api : apis.all()) {
            if (api.path().substring(1).equals(path)) {
                var document =
                        apis.documents().of(api).map(read -> read.version3()).orElse(JsonMap.EMPTY);
                return Json.write(document);
            }
        }
        return null;
    }

    /** A document of version 2 with the others' definitions and paths; what it has itself it keeps. */
    String joined(String own) {
        var text = own;
        for (var api : apis.all()) {
            var document = apis.documents().of(api).map(read -> read.version2()).orElse(JsonMap.EMPTY);
            text = with(text, DEFINITIONS, document.map("definitions"), "");
            text = with(text, PATHS, document.map("paths"), api.path());
        }
        return text;
    }

    private static String with(String text, String start, JsonMap entries, String prefix) {
        var added = new StringJoiner(",", "", ",").setEmptyValue("");
        entries.forEach((key, value) -> {
            var quoted = Json.text(key);
            boolean meant = prefix.isEmpty() || key.equals(prefix) || key.startsWith(prefix + "/");
            if (meant && !text.contains(quoted + ":{")) {
                added.add(quoted + ":" + Json.text(value));
            }
        });
        int at = text.indexOf(start);
        return at < 0 ? text : text.substring(0, at + start.length()) + added + text.substring(at + start.length());
    }
}
