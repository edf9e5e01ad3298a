package dev.jibe.server.registry;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.cbor.Cbor;
import dev.jibe.object.json.Json;
import dev.jibe.object.json.JsonReader;
import dev.jibe.object.json.JsonReader.Read;
import dev.jibe.object.patch.JsonPatch;
import dev.jibe.object.patch.MergePatch;
import dev.jibe.object.patch.PatchException;
import dev.jibe.object.patch.StrategicMergePatch;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.object.typing.GoKind;
import dev.jibe.object.typing.Spelling;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiRequest.Body;
import dev.jibe.server.request.BodyReader.FieldValidation;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The patches of the API, each as a function from the current object to the wanted one. */
public final class Patching {

    private static final String STRATEGIC = "application/strategic-merge-patch+json";

    private static final String ACCEPTED = "application/json-patch+json, application/merge-patch+json,"
            + " application/apply-patch+yaml, application/strategic-merge-patch+json";

    private static final Set<String> FORMATS = Set.of(ACCEPTED.split(", ", -1));

    /** A configuration to be applied, in CBOR. */
    public static final String APPLY_CBOR = "application/apply-patch+cbor";

    private static final String YAML_TO_JSON = "error converting YAML to JSON: ";

    /** Refuses bodies that are no patches. */
    public static void checkFormat(ApiRequest request) {
        boolean isKnown = FORMATS.contains(request.contentType())
                || (request.cbor() && request.contentType().equals(APPLY_CBOR));
        if (!isKnown) {
            throw ApiException.routing(415, "UnsupportedMediaType", "415: Unsupported Media Type");
        }
    }

    /**
     * The configuration of a server-side apply, as it was sent.
     *
     * @param duplicates keys that it has twice
     */
    public record Configuration(JsonMap object, List<String> duplicates) {

        /**
         * Says what is odd about a configuration that could be applied.
         *
         * @param warnings collects it, unless that is refused
         */
        public void judge(FieldValidation validation, List<String> warnings) {
            if (duplicates.isEmpty()) {
                return;
            }
            switch (validation) {
                case IGNORE -> {}
                case WARN -> warnings.addAll(duplicates);
                case STRICT ->
                    throw ApiException.badRequest("error strict decoding YAML: " + YAML_TO_JSON
                            + "yaml: unmarshal errors:\n  " + String.join("\n  ", duplicates));
            }
        }
    }

    /** The configuration of a server-side apply. */
    public Configuration configuration(ApiRequest request) {
        try {
            var read = switch (request.body()) {
                case Body.Tree(Object tree) -> new Yaml.Read(tree, List.of());
                case Body.Bytes(byte[] bytes) ->
                    request.contentType().equals(APPLY_CBOR) ? new Yaml.Read(Cbor.read(bytes), List.of()) : yaml(bytes);
                case Body.None() -> new Yaml.Read(JsonMap.EMPTY, List.of());
            };
            if (read.value() instanceof JsonMap map) {
                return new Configuration(map, read.duplicates());
            }
            throw new MalformedException("error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
                    + GoKind.of(read.value()) + " into Go value of type map[string]interface {}");
        } catch (MalformedException e) {
            throw ApiException.badRequest("error decoding YAML: " + e.getMessage());
        }
    }

    private static Yaml.Read yaml(byte[] bytes) {
        try {
            return Yaml.read(bytes);
        } catch (MalformedException e) {
            throw new MalformedException(YAML_TO_JSON + e.getMessage(), e);
        }
    }

    /**
     * A patch.
     *
     * @param change from the current object to the wanted one, which may not be one of the type yet
     * @param complaints what is wrong in it, but not enough to refuse it unless that is asked for
     * @param strategic the patch itself, if it is a strategic merge patch
     * @param merge the text of the patch, if it is a merge patch
     */
    public record Patch(
            UnaryOperator<JsonMap> change,
            List<String> complaints,
            @Nullable JsonMap strategic,
            byte @Nullable [] merge) {}

    /**
     * The change that the body asks for.
     *
     * @param isCustom whether the kind comes from a definition
     * @throws ApiException if it makes no sense, now or when it is applied
     */
    public Patch read(ApiRequest request, StructType type, boolean isCustom) {
        BinaryOperator<JsonMap> check = isCustom ? Patching::checkedCustom : Patching::checked;
        var read = value(request);
        return switch (request.contentType()) {
            case "application/json-patch+json" -> {
                boolean strict = FieldValidation.of(request.query()) != FieldValidation.IGNORE;
                var complaints = new ArrayList<>(PatchOperations.complaints(read.value(), strict));
                read.duplicates().forEach(path -> complaints.add("json patch duplicate field \"" + path + "\""));
                yield new Patch(refusing(jsonPatch(PatchOperations.list(read.value())), check), complaints, null, null);
            }
            case "application/merge-patch+json" -> {
                var patch = map(read);
                var text = request.body() instanceof Body.Bytes(byte[] bytes) ? bytes : null;
                yield new Patch(refusing(old -> MergePatch.apply(old, patch), check), twice(read), null, text);
            }
            case STRATEGIC -> {
                var patch = map(read);
                yield new Patch(
                        refusing(old -> StrategicMergePatch.apply(old, patch, type), Patching::ofSameKind),
                        twice(read),
                        patch,
                        null);
            }
            default -> throw ApiException.routing(415, "UnsupportedMediaType", "415: Unsupported Media Type");
        };
    }

    private static UnaryOperator<JsonMap> jsonPatch(JsonList operations) {
        return old -> {
            try {
                return JsonPatch.apply(old, operations);
            } catch (PatchException e) {
                throw ApiException.rejected();
            }
        };
    }

    private static UnaryOperator<JsonMap> refusing(UnaryOperator<JsonMap> patch, BinaryOperator<JsonMap> check) {
        return old -> {
            try {
                return check.apply(patch.apply(Spelling.forgotten(old)), old);
            } catch (PatchException e) {
                throw switch (e.kind()) {
                    case MALFORMED -> ApiException.badRequest(e.getMessage());
                    case DOES_NOT_APPLY, TEST_FAILED -> ApiException.rejected();
                    case BROKEN -> ApiException.of(500, "", e.getMessage());
                };
            }
        };
    }

    /** A strategic merge patch cannot say of what kind an object is. */
    private static JsonMap ofSameKind(JsonMap patched, JsonMap old) {
        var result = patched;
        for (var key : List.of("apiVersion", "kind")) {
            boolean isText =
                    patched.get(key) == null || patched.get(key) instanceof String || patched.get(key) == Null.NULL;
            result = isText ? result.with(key, old.string(key)) : result;
        }
        return result;
    }

    /** A kind that is left out is that of the endpoint. */
    private static JsonMap checked(JsonMap patched, JsonMap old) {
        for (var key : List.of("apiVersion", "kind")) {
            var given = patched.get(key);
            if (given != null && given != Null.NULL && !(given instanceof String)) {
                throw invalid(
                        patched,
                        "couldn't get version/kind; json parse error: json: cannot unmarshal " + GoKind.of(given)
                                + " into Go struct field ." + key + " of type string");
            }
        }
        var apiVersion = patched.string("apiVersion");
        var kind = patched.string("kind");
        if (!apiVersion.isEmpty() && !apiVersion.equals(old.string("apiVersion"))
                || !kind.isEmpty() && !kind.equals(old.string("kind"))) {
            throw wrongType(patched, old);
        }
        return patched.with("kind", old.string("kind"));
    }

    private static JsonMap checkedCustom(JsonMap patched, JsonMap old) {
        if (patched.string("apiVersion").isEmpty()) {
            throw ApiException.internal("Object 'apiVersion' is missing in 'object has no apiVersion field'");
        }
        if (patched.string("kind").isEmpty()) {
            throw invalid(patched, "Object 'Kind' is missing in '" + Json.text(patched) + "'");
        }
        var errors = new ArrayList<FieldError>();
        for (var key : List.of("kind", "apiVersion")) {
            if (!patched.string(key).equals(old.string(key))) {
                errors.add(FieldError.invalid(key, patched.string(key), "must be " + old.string(key)));
            }
        }
        if (!errors.isEmpty()) {
            var named = new ApiException.Named(group(patched), patched.string("kind"));
            throw ApiException.invalid(named, old.map("metadata").string("name"), errors);
        }
        return patched;
    }

    private static String group(JsonMap object) {
        var apiVersion = object.string("apiVersion");
        return apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
    }

    private static ApiException invalid(JsonMap patched, String why) {
        return ApiException.invalid(
                new ApiException.Named("", ""), "", List.of(FieldError.invalid("patch", Json.text(patched), why)));
    }

    /** What has become something else is no longer of the endpoint's kind. */
    private static ApiException wrongType(JsonMap patched, JsonMap old) {
        var kind = patched.string("kind").isEmpty() ? old.string("kind") : patched.string("kind");
        var apiVersion =
                patched.string("apiVersion").isEmpty() ? old.string("apiVersion") : patched.string("apiVersion");
        int slash = apiVersion.indexOf('/');
        var group = slash < 0 ? "" : apiVersion.substring(0, slash);
        var version = apiVersion.substring(slash + 1);
        boolean isBare = patched.string("apiVersion").isEmpty();
        boolean known = Schema.builtin().kind(group, version, kind) != null;
        if (known && kind.equals(old.string("kind"))) {
            return ApiException.badRequest("the API version in the data (" + apiVersion
                    + ") does not match the expected API version (" + old.string("apiVersion") + ")");
        }
        var expected = old.string("apiVersion");
        var owner = expected.contains("/") ? expected.substring(0, expected.indexOf('/')) : "core";
        owner = owner.contains(".") ? owner.substring(0, owner.indexOf('.')) : owner;
        var why = known
                ? "converting (" + (isBare ? owner : version) + "." + kind + ") to (" + owner + "." + old.string("kind")
                        + "): unknown conversion"
                : "no kind \"" + kind + "\" is registered for "
                        + (isBare
                                ? "the internal version of group \"" + group(old) + "\""
                                : "version \"" + apiVersion + "\"")
                        + " in scheme \"pkg/api/legacyscheme/scheme.go:30\"";
        return invalid(patched, why);
    }

    private static JsonMap map(Read read) {
        if (read.value() instanceof JsonMap map) {
            return map;
        }
        throw ApiException.badRequest("error decoding patch: json: cannot unmarshal " + GoKind.of(read.value())
                + " into Go value of type map[string]interface {}");
    }

    private static List<String> twice(Read read) {
        return read.duplicates().stream()
                .map(path -> "duplicate field \"" + path + "\"")
                .toList();
    }

    private static Read value(ApiRequest request) {
        try {
            return switch (request.body()) {
                case Body.Tree(Object value) -> new Read(value, List.of());
                case Body.Bytes(byte[] bytes) -> JsonReader.read(bytes);
                case Body.None() -> throw ApiException.badRequest("error decoding patch: unexpected end of JSON input");
            };
        } catch (MalformedException e) {
            // Of this one format upstream says it without a word about patches.
            var prefix = request.contentType().equals(STRATEGIC) ? "" : "error decoding patch: ";
            throw ApiException.badRequest(prefix + e.getMessage());
        }
    }
}
