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
import dev.jibe.wire.http.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

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
    private static final Set<String> TEXT = Set.of("text/plain", "*/*", "text/*");
    private static final List<String> VERSIONS = List.of("v1beta1", "v1alpha1");
    private static final String FORMS = "application/json, application/yaml, text/plain";

    private final Clock clock;
    private final Instant started;
    private final Map<String, String> flags;

    /** @param flags of the command line by their names */
    StatusPage(Clock clock, Map<String, String> flags) {
        this.clock = clock;
        this.started = clock.now();
        this.flags = new TreeMap<>(flags);
    }

    ApiResponse answer(ApiRequest request) {
        return page(request, "Statusz", this::text, this::object);
    }

    /** The flags that the server was started with, and those that it could have been. */
    ApiResponse flags(ApiRequest request) {
        return page(request, "Flagz", this::flagText, this::flagObject);
    }

    /** In the form that the client asks for: text, or an object of that kind. */
    private static ApiResponse page(
            ApiRequest request, String kind, Supplier<String> text, Function<String, JsonMap> object) {
        for (var range : request.headers().get("accept", "*/*").split(",", -1)) {
            var parts = range.trim().split(";", -1);
            var type = parts[0].trim();
            if (parts.length == 1 && TEXT.contains(type)) {
                return ApiResponse.Plain.text(200, text.get());
            }
            var asked = List.of(parts);
            var version = VERSIONS.stream()
                    .filter(each -> asked.contains("v=" + each))
                    .findFirst();
            boolean structured = asked.contains("g=config.k8s.io") && asked.contains("as=" + kind);
            if (structured
                    && version.isPresent()
                    && (type.equals("application/json") || type.equals("application/yaml"))) {
                return structured(type, kind, version.get(), object.apply(version.get()));
            }
        }
        throw ApiException.notAcceptable(FORMS);
    }

    private static ApiResponse structured(String type, String kind, String version, JsonMap object) {
        var bytes =
                type.endsWith("json") ? Json.write(object) : Yaml.write(object).getBytes(StandardCharsets.UTF_8);
        var old = version.equals(VERSIONS.getLast())
                ? Headers.of(
                        "warning",
                        "299 - \"This version of the " + kind.toLowerCase(Locale.ROOT)
                                + " endpoint is deprecated. Please use a newer version.\"")
                : Headers.EMPTY;
        return new ApiResponse.Plain(200, type + ";g=config.k8s.io;v=" + version + ";as=" + kind, old, bytes);
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

    private String flagText() {
        var lines = new StringBuilder("\napiserver flagz\n" + WARNING);
        flags.forEach(
                (name, value) -> lines.append(name).append(':').append(value).append('\n'));
        return lines.toString();
    }

    private JsonMap flagObject(String version) {
        return JsonMap.of("kind", "Flagz", "apiVersion", "config.k8s.io/" + version)
                .with("metadata", JsonMap.of("name", "apiserver"))
                .with("flags", JsonMap.copyOf(flags));
    }
}
