package dev.jibe.server.openapi;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.protobuf.Times;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.runtime.Clock;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.Negotiation;
import dev.jibe.wire.http.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * What the server says of itself to people who debug it: {@code /statusz} and {@code /flagz}.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/instrumentation/zpages/">z-pages</a>.
 */
final class StatusPage {

    private static final String WARNING =
            "Warning: This endpoint is not meant to be machine parseable, has no formatting"
                    + " compatibility guarantees and is for debugging purposes only.\n";
    private static final List<String> PATHS =
            List.of("/flagz", "/healthz", "/livez", "/metrics", "/readyz", "/statusz", "/version");
    private static final DateTimeFormatter STARTED =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.ENGLISH);
    private static final String FORMS = "application/json, application/yaml, text/plain";

    private final Clock clock;
    private final Instant started;

    StatusPage(Clock clock) {
        this.clock = clock;
        this.started = clock.now();
    }

    ApiResponse answer(ApiRequest request) {
        for (var range : request.headers().get("accept", "*/*").split(",", -1)) {
            var parts = range.trim().split(";", -1);
            var type = parts[0].trim();
            boolean structured = range.contains("g=config.k8s.io") && range.contains("as=Statusz");
            if (type.equals("text/plain") || type.equals("*/*") || type.equals("text/*")) {
                return ApiResponse.Plain.text(200, text());
            }
            if (structured && (type.equals("application/json") || type.equals("application/yaml"))) {
                var object = object(range.contains("v=v1alpha1") ? "v1alpha1" : "v1beta1");
                var bytes = type.endsWith("json")
                        ? Json.write(object)
                        : Yaml.write(object).getBytes(StandardCharsets.UTF_8);
                return new ApiResponse.Plain(200, type, Headers.EMPTY, bytes);
            }
        }
        throw ApiException.notAcceptable(FORMS);
    }

    private String text() {
        long seconds = clock.now().getEpochSecond() - started.getEpochSecond();
        return "\napiserver statusz\n" + WARNING + "\nStarted  " + STARTED.format(started.atOffset(ZoneOffset.UTC))
                + "\nUp  " + seconds / 3600 + " hr " + pair(seconds / 60 % 60) + " min " + pair(seconds % 60)
                + " sec\nGo version  java" + Runtime.version().feature() + "\nBinary version  "
                + Version.KUBERNETES.substring(1) + "\nEmulation version  1.36\nPaths  " + String.join(" ", PATHS)
                + "\n";
    }

    private static String pair(long number) {
        return (number < 10 ? "0" : "") + number;
    }

    private JsonMap object(String version) {
        return JsonMap.of(
                "kind",
                "Statusz",
                "apiVersion",
                "config.k8s.io/" + version,
                "metadata",
                JsonMap.of("name", "apiserver"),
                "startTime",
                Times.seconds(started),
                "uptimeSeconds",
                clock.now().getEpochSecond() - started.getEpochSecond(),
                "goVersion",
                "java" + Runtime.version().feature(),
                "binaryVersion",
                Version.KUBERNETES.substring(1),
                "emulationVersion",
                "1.36",
                "paths",
                JsonList.copyOf(PATHS));
    }

    /** Upstream lists its flags; Jibe has few, and none that this page would have to tell. */
    ApiResponse flags(ApiRequest request) {
        if (Negotiation.choose(request.headers(), List.of("text/plain")).isEmpty()) {
            throw ApiException.notAcceptable(FORMS);
        }
        return ApiResponse.Plain.text(200, "\napiserver flagz\n" + WARNING);
    }
}
