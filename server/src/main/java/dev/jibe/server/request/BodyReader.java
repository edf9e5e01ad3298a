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
import dev.jibe.object.typing.Repeated;
import dev.jibe.object.typing.Spelling;
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
import java.util.function.Consumer;
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

    private static final byte[] NO_TEXT = {};

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
     * @param meta what it says that it is
     * @param text as it came
     * @param odd what strict decoding would say, given the unknown fields
     * @param why what is said of values that are not of their types
     */
    private record Parsed(
            JsonMap object,
            TypeMeta meta,
            String text,
            Function<List<String>, List<String>> odd,
            Function<MalformedException, String> why) {

        Parsed(JsonMap object, TypeMeta meta, Function<List<String>, List<String>> odd) {
            this(object, meta, object.toString(), odd, MalformedException::getMessage);
        }

        static Parsed of(JsonMap object) {
            return new Parsed(object, TypeMeta.of(object, NO_TEXT, List.of()), BodyReader::unknown);
        }
    }

    /**
     * The object, conformed to its type.
     *
     * @param warnings collects what was ignored
     */
    public static JsonMap read(ApiRequest request, Expected expected, List<String> warnings) {
        var parsed = parse(request, expected);
        var object = withType(parsed, expected);
        return conform(object, parsed, expected, FieldValidation.of(request.query()), warnings);
    }

    /** The same, noting what the request said in so many words. */
    static JsonMap read(ApiRequest request, Expected expected, WriteContext context) {
        var parsed = parse(request, expected);
        var object = withType(parsed, expected);
        context.received().note(object);
        return conform(object, parsed, expected, FieldValidation.of(request.query()), context.warnings());
    }

    /** Options in a body; their version may be that of any group. */
    static JsonMap readOptions(ApiRequest request, Expected expected, Consumer<TypeMeta> check, List<String> warnings) {
        var parsed = parse(request, expected, check);
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
        return cannotBeHandled(expected.kind(), version(expected.apiVersion()), expected);
    }

    private static String cannotBeHandled(String kind, String version, Expected expected) {
        return kind + " in version " + FieldError.quoted(version) + " cannot be handled as a " + expected.kind() + ": ";
    }

    /** Of built-in kinds, what came with blanks; custom resources have no bytes of their own. */
    private static JsonMap spelled(JsonMap object, byte[] json, Expected expected) {
        return expected.custom() == null ? Spelling.noted(object, json, expected.type()) : object;
    }

    private static JsonMap withType(Parsed parsed, Expected expected) {
        var object = parsed.object();
        var apiVersion = expected.custom() == null ? parsed.meta().apiVersion() : object.string("apiVersion");
        var kind = expected.custom() == null ? parsed.meta().kind() : object.string("kind");
        if (expected.custom() != null && kind.isEmpty()) {
            throw ApiException.badRequest("the object provided is unrecognized (must be of type " + expected.kind()
                    + "): Object 'Kind' is missing in '" + parsed.text() + "' (" + summary(parsed.text()) + ")");
        }
        if (expected.custom() == null) {
            checkKind(
                    apiVersion.isEmpty() ? expected.apiVersion() : apiVersion,
                    kind.isEmpty() ? expected.kind() : kind,
                    parsed,
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
    private static void checkKind(String apiVersion, String kind, Parsed parsed, Expected expected) {
        var group = group(apiVersion);
        var version = version(apiVersion);
        var what = cannotBeHandled(kind, version, expected);
        boolean same = kind.equals(expected.kind());
        if (same && apiVersion.equals(expected.apiVersion())) {
            return;
        }
        var type = Schema.builtin().kind(group, version, kind);
        var home = home(expected.apiVersion());
        if (type == null || !home(apiVersion).equals(home)) {
            throw ApiException.badRequest(what + "no kind " + FieldError.quoted(kind) + " is registered for version "
                    + FieldError.quoted(apiVersion) + " in scheme "
                    + (home.isEmpty() ? "\"pkg/api/legacyscheme/scheme.go:30\"" : "\"pkg/runtime/scheme.go:111\""));
        }
        if (!same) {
            checkReadable(parsed, type, what);
            var wanted = expected.apiVersion();
            boolean isCore = !wanted.contains("/") || expected.kind().equals("Event");
            var owner = isCore ? "core" : wanted.substring(0, wanted.indexOf('/'));
            throw ApiException.badRequest(what + "converting (" + version + "." + kind + ") to ("
                    + (owner + ".").substring(0, (owner + ".").indexOf('.')) + "." + expected.kind()
                    + "): unknown conversion");
        }
    }

    /** Which of upstream's servers knows a group: they are three in one, and each knows its own kinds only. */
    private static String home(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return switch (slash < 0 ? "" : apiVersion.substring(0, slash)) {
            case "apiextensions.k8s.io" -> "extensions";
            case "apiregistration.k8s.io" -> "aggregator";
            case "meta.k8s.io" -> "none";
            default -> "";
        };
    }

    /** What is another kind is read before it turns out that it cannot be made the one that was expected. */
    private static void checkReadable(Parsed parsed, StructType type, String what) {
        try {
            Conform.conform(parsed.object(), type);
        } catch (MalformedException e) {
            throw ApiException.badRequest(what + parsed.why().apply(e));
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

    /** Refuses a body in a form that nobody reads, before anything else is looked at. */
    static void checkForm(ApiRequest request) {
        boolean isKnown = List.of("", "application/json", "application/yaml", "application/vnd.kubernetes.protobuf")
                        .contains(request.contentType())
                || request.cbor() && request.contentType().equals(CBOR);
        if (request.body() instanceof Body.Bytes && !isKnown) {
            throw ApiException.unsupportedMediaType(request.cbor() ? ACCEPTED + ", " + CBOR : ACCEPTED);
        }
    }

    private static Parsed parse(ApiRequest request, Expected expected) {
        return parse(request, expected, meta -> {});
    }

    /** @param check of what is read, before it is read as what is expected */
    private static Parsed parse(ApiRequest request, Expected expected, Consumer<TypeMeta> check) {
        var parsed = switch (request.body()) {
            case Body.Tree(Object value) -> Parsed.of(asMap(value, expected, NO_TEXT));
            case Body.None() -> parse(NO_TEXT, request, expected, check);
            case Body.Bytes(byte[] bytes) -> parse(bytes, request, expected, check);
        };
        check.accept(parsed.meta());
        return parsed;
    }

    private static Parsed parse(byte[] bytes, ApiRequest request, Expected expected, Consumer<TypeMeta> check) {
        if (request.cbor() && request.contentType().equals(CBOR)) {
            return cbor(bytes, expected);
        }
        return switch (request.contentType()) {
            case "", "application/json" -> json(bytes, expected);
            case "application/yaml" -> yaml(bytes, expected);
            case "application/vnd.kubernetes.protobuf" -> protobuf(bytes, expected, check);
            default -> throw ApiException.unsupportedMediaType(request.cbor() ? ACCEPTED + ", " + CBOR : ACCEPTED);
        };
    }

    private static Parsed json(byte[] bytes, Expected expected) {
        try {
            var read = JsonReader.read(bytes);
            var map = asMap(read.value(), expected, bytes);
            var meta = metaOf(map, bytes, read.duplicates(), expected);
            boolean doubled = expected.custom() == null && !read.duplicates().isEmpty();
            return new Parsed(
                    spelled(doubled ? Repeated.read(bytes, expected.type()) : map, bytes, expected),
                    expected.custom() == null ? meta : TypeMeta.NONE,
                    expected.custom() == null ? "" : new String(bytes, StandardCharsets.UTF_8),
                    unknown -> odd(bytes, read, unknown, expected),
                    e -> e instanceof Mismatches wrong ? wrong.first(bytes) : e.getMessage());
        } catch (MalformedException e) {
            throw unrecognized(expected, "couldn't get version/kind; json parse error: " + e.getMessage(), bytes);
        }
    }

    private static TypeMeta metaOf(JsonMap object, byte[] json, List<String> duplicates, Expected expected) {
        try {
            return TypeMeta.of(object, json, duplicates);
        } catch (MalformedException e) {
            throw unrecognized(expected, String.valueOf(e.getMessage()), json);
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
                        TypeMeta.of(map, NO_TEXT, List.of()),
                        unknown -> Cbor.firstOf(bytes, unknown).stream()
                                .mapToObj(at -> "cbor: found unknown field at map element index " + at)
                                .toList());
            }
            if (map.string("kind").isEmpty()) {
                throw unrecognized(expected, "Object 'Kind' is missing in '" + map + "'", bytes);
            }
            return new Parsed(map, TypeMeta.NONE, unknown -> List.of());
        } catch (MalformedException e) {
            var why = e.getMessage();
            boolean isRead = why.contains("overflows Go's")
                    || why.contains("is not recognized")
                    || why.endsWith("of type string");
            if (expected.custom() != null && isRead) {
                throw ApiException.badRequest(cannotBeHandled(expected) + why);
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
            var map = asMap(read.value(), expected, bytes);
            var meta = TypeMeta.of(map, NO_TEXT, List.of());
            return new Parsed(
                    map, expected.custom() == null ? meta : TypeMeta.NONE, unknown -> odd(read.duplicates(), unknown));
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

    private static Parsed protobuf(byte[] bytes, Expected expected, Consumer<TypeMeta> check) {
        if (bytes.length == 0) {
            throw unrecognized(expected, "empty data", bytes);
        }
        Protobuf.Envelope envelope;
        try {
            envelope = Protobuf.open(bytes);
        } catch (MalformedException e) {
            throw unrecognized(expected, String.valueOf(e.getMessage()), bytes);
        }
        check.accept(new TypeMeta(envelope.apiVersion(), envelope.kind()));
        // Another kind is read as what it is, before it turns out that it is not what was expected.
        var type = envelope.kind().isEmpty() || envelope.kind().equals(expected.kind())
                ? expected.type()
                : Schema.builtin().kind(group(envelope.apiVersion()), version(envelope.apiVersion()), envelope.kind());
        try {
            return Parsed.of(Protobuf.read(envelope, type == null ? expected.type() : type));
        } catch (MalformedException e) {
            if (type == null) {
                return Parsed.of(Protobuf.read(
                        new Protobuf.Envelope(envelope.apiVersion(), envelope.kind(), NO_TEXT), expected.type()));
            }
            var kind = envelope.kind().isEmpty() ? expected.kind() : envelope.kind();
            var apiVersion = envelope.apiVersion().isEmpty() ? expected.apiVersion() : envelope.apiVersion();
            throw ApiException.badRequest(cannotBeHandled(kind, version(apiVersion), expected) + e.getMessage());
        }
    }

    private static String group(String apiVersion) {
        return apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
    }

    private static String version(String apiVersion) {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
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
