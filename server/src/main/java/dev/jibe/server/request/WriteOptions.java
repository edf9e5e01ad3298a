package dev.jibe.server.request;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.typing.GoFormat;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Patching;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.registry.ownership.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The options of a write that stand in the query: {@code dryRun}, {@code fieldManager}, {@code fieldValidation}, {@code force}. */
public final class WriteOptions {

    /** Longest name of a manager, in bytes of UTF-8. */
    public static final int MAX_MANAGER_BYTES = 128;

    private static final List<String> VALIDATIONS = List.of("", "Ignore", "Warn", "Strict");

    private WriteOptions() {}

    /**
     * What a write needs to know besides the object.
     *
     * @param subresource that is written to; empty for the main resource
     * @throws ApiException if the options make no sense
     */
    public static WriteContext context(ApiRequest request, User user, List<String> warnings, String subresource) {
        check(request);
        var context = new WriteContext(
                user, !request.query().all("dryRun").isEmpty(), warnings, Writer.of(request, subresource));
        var options = JsonMap.EMPTY;
        for (var key : List.of("fieldManager", "fieldValidation")) {
            var value = request.query().get(key);
            options = value.isEmpty() ? options : options.with(key, value);
        }
        return context.withOptions(options).by(request.method().equals("PATCH") ? "patch" : "update");
    }

    private static void check(ApiRequest request) {
        var errors = new ArrayList<FieldError>();
        var query = request.query();
        var manager = query.get("fieldManager");
        var kind = switch (request.method()) {
            case "PUT" -> "UpdateOptions";
            case "PATCH" -> "PatchOptions";
            default -> "CreateOptions";
        };
        if (kind.equals("PatchOptions")) {
            boolean applies = isApply(request);
            if (applies && manager.isEmpty()) {
                errors.add(FieldError.required("fieldManager", "is required for apply patch"));
            }
            if (!applies && query.has("force")) {
                errors.add(FieldError.forbidden("force", "may not be specified for non-apply patch"));
            }
        }
        errors.addAll(manager(manager, "fieldManager"));
        var dryRun = query.all("dryRun");
        if (dryRun.stream().anyMatch(value -> !value.equals("All"))) {
            errors.add(FieldError.notSupported("dryRun", JsonList.copyOf(dryRun), List.of("All")));
        }
        var validation = query.get("fieldValidation");
        if (!VALIDATIONS.contains(validation)) {
            errors.add(FieldError.notSupported("fieldValidation", validation, VALIDATIONS));
        }
        if (!errors.isEmpty()) {
            throw ApiException.invalid(new ApiException.Named("meta.k8s.io", kind), "", errors);
        }
    }

    static boolean isApply(ApiRequest request) {
        var type = request.contentType();
        return type.equals("application/apply-patch+yaml") || type.equals(Patching.APPLY_CBOR);
    }

    /** What is wrong with the name of a manager. */
    public static List<FieldError> manager(String manager, String field) {
        var errors = new ArrayList<FieldError>();
        if (manager.getBytes(StandardCharsets.UTF_8).length > MAX_MANAGER_BYTES) {
            errors.add(FieldError.tooLong(field, MAX_MANAGER_BYTES));
        }
        int position = 0;
        for (int i = 0; i < manager.length(); ) {
            int character = manager.codePointAt(i);
            if (!GoFormat.isPrintable(character)) {
                var code = String.format(Locale.ROOT, "U+%04X", character);
                errors.add(FieldError.invalid(
                        field, manager, "invalid character " + code + " (at position " + position + ")"));
            }
            position += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            i += Character.charCount(character);
        }
        return errors;
    }
}
