package dev.jibe.server.request;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.cbor.Cbor;
import dev.jibe.object.json.DocumentOrder;
import dev.jibe.object.json.JsonReader;
import dev.jibe.object.protobuf.Protobuf;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.object.typing.Conform;
import dev.jibe.object.typing.GoKind;
import dev.jibe.object.typing.Mismatches;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.server.registry.Custom;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.registry.ownership.ManagedFields;
import dev.jibe.server.request.ApiRequest.Body;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the object in a request's body, in any of the formats, into the form of its type. */
public final class BodyReader {

    private static final String ACCEPTED = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    private static final String CBOR = "application/cbor";

    private static final String YAML_ERRORS = "yaml: unmarshal errors:\n";

    private static final int MAX_SHOWN = 30;

    private BodyReader() {}

    /** What is done about fields that are unknown or come twice: the query's {@code fieldValidation}. */
    public enum FieldValidation {
        IGNORE,
        WARN,
        STRICT;

        public static FieldValidation of(Query query) {
            return switch (query.get("fieldValidation")) {
                case "", "Warn" -> WARN;
                case "Ignore" -> IGNORE;
                case "Strict" -> STRICT;
                default ->
                    throw ApiException.invalid(
                            new ApiException.Named("meta.k8s.io", "CreateOptions"),
                            "",
                            List.of(FieldError.notSupported(
                                    "fieldValidation",
                                    query.get("fieldValidation"),
                                    List.of("Ignore", "Strict", "Warn"))));
            };
        }
    }

    /** A kind as an endpoint expects it. */
    public record Expected(
            String apiVersion,
            String kind,
            StructType type,
            @Nullable Custom custom) {
        public Expected(String apiVersion, String kind, StructType type) {
            this(apiVersion, kind, type, null);
        }

        public static Expected of(Resource resource) {
            return new Expected(resource.apiVersion(), resource.kind(), resource.type(), resource.custom());
        }
    }

    /**
     * An object that is in no form yet.
     *
     * @param odd what strict decoding would say, given the unknown fields
     * @param why what is said of values that are not of their types
     */
    private record Parsed(
            JsonMap object, Function<List<String>, List<String>> odd, Function<MalformedException, String> why) {

        Parsed(JsonMap object, Function<List<String>, List<String>> odd) {
            this(object, odd, MalformedException::getMessage);
        }

        static Parsed of(JsonMap object) {
            return new Parsed(object, BodyReader::unknown);
        }
    }

    /**
     * The object, conformed to its type.
     *
     * @param warnings collects what was ignored
     */
    public static JsonMap read(ApiRequest request, Expected expected, List<String> warnings) {
        var parsed = parse(request, expected);
        var object = withType(parsed.object(), expected);
        return conform(object, parsed, expected, FieldValidation.of(request.query()), warnings);
    }

    /** The same, noting what the request said in so many words. */
    static JsonMap read(ApiRequest request, Expected expected, WriteContext context) {
        var parsed = parse(request, expected);
        var object = withType(parsed.object(), expected);
        context.received().note(object);
        return conform(object, parsed, expected, FieldValidation.of(request.query()), context.warnings());
    }

    /** Options in a body; their version may be that of any group. */
    static JsonMap readOptions(ApiRequest request, Expected expected, List<String> warnings) {
        var parsed = parse(request, expected);
        return conform(parsed.object(), parsed, expected, FieldValidation.IGNORE, warnings);
    }

    private static List<String> unknown(List<String> fields) {
        return fields.stream().map(path -> "unknown field \"" + path + "\"").toList();
    }

    private static JsonMap conform(
            JsonMap object, Parsed parsed, Expected expected, FieldValidation validation, List<String> warnings) {
        try {
            var custom = expected.custom();
            var spelled = ManagedFields.resetSpelled(object);
            var conformed = custom == null ? Conform.conform(spelled, expected.type()) : custom.conform(spelled);
            var wrong = validation == FieldValidation.IGNORE
                    ? List.<String>of()
                    : parsed.odd().apply(conformed.unknownFields());
            if (!wrong.isEmpty() && validation == FieldValidation.STRICT) {
                throw ApiException.badRequest(
                        cannotBeHandled(expected) + "strict decoding error: " + String.join(", ", wrong));
            }
            for (var text : wrong) {
                warnings.addAll(linesOf(text));
            }
            return conformed.object();
        } catch (MalformedException e) {
            throw ApiException.badRequest(
                    cannotBeHandled(expected) + parsed.why().apply(e));
        }
    }

    /** What strict decoding says of YAML has a line for each thing. */
    private static List<String> linesOf(String text) {
        return text.startsWith(YAML_ERRORS)
                ? text.substring(YAML_ERRORS.length()).lines().map(String::trim).toList()
                : List.of(text);
    }

    private static String cannotBeHandled(Expected expected) {
        var version = expected.apiVersion().substring(expected.apiVersion().indexOf('/') + 1);
        return expected.kind() + " in version \"" + version + "\" cannot be handled as a " + expected.kind() + ": ";
    }

    private static JsonMap withType(JsonMap object, Expected expected) {
        var apiVersion = object.string("apiVersion");
        var kind = object.string("kind");
        if (expected.custom() != null && kind.isEmpty()) {
            throw ApiException.badRequest("the object provided is unrecognized (must be of type " + expected.kind()
                    + "): Object 'Kind' is missing in '" + object + "' (" + summary(object.toString()) + ")");
        }
        if (expected.custom() == null) {
            checkKind(
                    apiVersion.isEmpty() ? expected.apiVersion() : apiVersion,
                    kind.isEmpty() ? expected.kind() : kind,
                    expected);
        }
        if (!apiVersion.isEmpty() && !apiVersion.equals(expected.apiVersion())) {
            throw ApiException.badRequest("the API version in the data (" + apiVersion
                    + ") does not match the expected API version (" + expected.apiVersion() + ")");
        }
        if (!kind.isEmpty() && !kind.equals(expected.kind()) && expected.custom() != null) {
            throw ApiException.invalid(
                    new ApiException.Named(
                            expected.apiVersion()
                                    .substring(0, expected.apiVersion().indexOf('/')),
                            kind),
                    object.map("metadata").string("name"),
                    List.of(FieldError.invalid("kind", kind, "must be " + expected.kind())));
        }
        return object.with("apiVersion", expected.apiVersion()).with("kind", expected.kind());
    }

    /** Refuses what nobody knows, and what is known but something else. */
    private static void checkKind(String apiVersion, String kind, Expected expected) {
        int slash = apiVersion.indexOf('/');
        var group = slash < 0 ? "" : apiVersion.substring(0, slash);
        var version = apiVersion.substring(slash + 1);
        var what = kind + " in version \"" + version + "\" cannot be handled as a " + expected.kind() + ": ";
        boolean same = kind.equals(expected.kind());
        if (same && apiVersion.equals(expected.apiVersion())) {
            return;
        }
        if (Schema.builtin().kind(group, version, kind) == null) {
            throw ApiException.badRequest(what + "no kind \"" + kind + "\" is registered for version \"" + apiVersion
                    + "\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
        }
        if (!same) {
            var wanted = expected.apiVersion();
            var owner = wanted.contains("/") ? wanted.substring(0, wanted.indexOf('/')) : "core";
            throw ApiException.badRequest(what + "converting (" + version + "." + kind + ") to ("
                    + (owner + ".").substring(0, (owner + ".").indexOf('.')) + "." + expected.kind()
                    + "): unknown conversion");
        }
    }

    private static ApiException unrecognized(Expected expected, String why, byte[] body) {
        return ApiException.badRequest("the object provided is unrecognized (must be of type " + expected.kind() + "): "
                + why + " (" + summary(body) + ")");
    }

    private static String summary(byte[] body) {
        if (body.length == 0) {
            return "<empty>";
        }
        var start = Arrays.copyOf(body, Math.min(body.length, MAX_SHOWN));
        var text = body[0] == '{'
                ? new String(start, StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(start);
        return body.length > MAX_SHOWN ? text + " ..." : text;
    }

    private static String summary(String body) {
        return body.length() > MAX_SHOWN ? body.substring(0, MAX_SHOWN) + " ..." : body;
    }

    private static Parsed parse(ApiRequest request, Expected expected) {
        return switch (request.body()) {
            case Body.Tree(Object value) -> Parsed.of(asMap(value, expected, new byte[0]));
            case Body.None() -> parse(new byte[0], request, expected);
            case Body.Bytes(byte[] bytes) -> parse(bytes, request, expected);
        };
    }

    private static Parsed parse(byte[] bytes, ApiRequest request, Expected expected) {
        if (request.cbor() && request.contentType().equals(CBOR)) {
            return cbor(bytes, expected);
        }
        return switch (request.contentType()) {
            case "", "application/json" -> json(bytes, expected);
            case "application/yaml" -> yaml(bytes, expected);
            case "application/vnd.kubernetes.protobuf" -> protobuf(bytes, expected);
            default -> throw ApiException.unsupportedMediaType(request.cbor() ? ACCEPTED + ", " + CBOR : ACCEPTED);
        };
    }

    private static Parsed json(byte[] bytes, Expected expected) {
        try {
            var read = JsonReader.read(bytes);
            return new Parsed(
                    asMap(read.value(), expected, bytes),
                    unknown -> odd(bytes, read, unknown, expected),
                    e -> e instanceof Mismatches wrong ? wrong.first(bytes) : e.getMessage());
        } catch (MalformedException e) {
            throw unrecognized(expected, "couldn't get version/kind; json parse error: " + e.getMessage(), bytes);
        }
    }

    /** Of unknown fields only the first is named, by its place; those of custom resources are not looked for. */
    private static Parsed cbor(byte[] bytes, Expected expected) {
        try {
            if (!(Cbor.read(bytes) instanceof JsonMap map)) {
                throw new MalformedException(
                        "cbor: cannot unmarshal " + Cbor.typeOf(bytes) + " into Go value of type v1.TypeMeta"
                                + (Cbor.typeOf(bytes).equals("array")
                                        ? " (cannot decode CBOR array to struct without toarray option)"
                                        : ""));
            }
            if (expected.custom() == null) {
                return new Parsed(
                        map,
                        unknown -> Cbor.firstOf(bytes, unknown).stream()
                                .mapToObj(at -> "cbor: found unknown field at map element index " + at)
                                .toList());
            }
            if (map.string("kind").isEmpty()) {
                throw unrecognized(expected, "Object 'Kind' is missing in '" + map + "'", bytes);
            }
            return new Parsed(map, unknown -> List.of());
        } catch (MalformedException e) {
            var why = e.getMessage();
            boolean isRead = why.contains("overflows Go's")
                    || why.contains("is not recognized")
                    || why.endsWith("of type string");
            if (expected.custom() != null && isRead) {
                throw ApiException.badRequest(expected.kind() + " in version \""
                        + expected.apiVersion().substring(expected.apiVersion().indexOf('/') + 1)
                        + "\" cannot be handled as a " + expected.kind() + ": " + why);
            }
            throw unrecognized(expected, "unable to determine group/version/kind: " + why, bytes);
        }
    }

    private static List<String> odd(byte[] bytes, JsonReader.Read read, List<String> unknown, Expected expected) {
        if (unknown.isEmpty() && read.duplicates().isEmpty()) {
            return List.of();
        }
        if (expected.custom() == null) {
            return DocumentOrder.of(bytes, unknown, read.duplicates());
        }
        // A custom resource is read as it comes, and looked at by its schema later.
        return Stream.concat(DocumentOrder.of(bytes, List.of(), read.duplicates()).stream(), unknown(unknown).stream())
                .toList();
    }

    private static Parsed yaml(byte[] bytes, Expected expected) {
        try {
            var read = Yaml.read(bytes);
            return new Parsed(asMap(read.value(), expected, bytes), unknown -> odd(read.duplicates(), unknown));
        } catch (MalformedException e) {
            throw unrecognized(expected, String.valueOf(e.getMessage()), bytes);
        }
    }

    private static List<String> odd(List<String> duplicates, List<String> unknown) {
        if (duplicates.isEmpty()) {
            return unknown(unknown);
        }
        var all = new ArrayList<String>();
        all.add(YAML_ERRORS + duplicates.stream().map(line -> "  " + line).collect(Collectors.joining("\n")));
        all.addAll(unknown(unknown));
        return all;
    }

    private static Parsed protobuf(byte[] bytes, Expected expected) {
        if (bytes.length == 0) {
            throw unrecognized(expected, "empty data", bytes);
        }
        try {
            return Parsed.of(Protobuf.read(Protobuf.open(bytes), expected.type()));
        } catch (MalformedException e) {
            throw unrecognized(expected, String.valueOf(e.getMessage()), bytes);
        }
    }

    private static JsonMap asMap(Object value, Expected expected, byte[] body) {
        if (value instanceof JsonMap map) {
            return map;
        }
        if (value == Null.NULL) {
            return JsonMap.EMPTY;
        }
        throw unrecognized(
                expected,
                "couldn't get version/kind; json parse error: json: cannot unmarshal " + GoKind.of(value)
                        + " into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind"
                        + " string \"json:\\\"kind,omitempty\\\"\" }",
                body);
    }
}
