package dev.jibe.server.request;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.object.patch.Printed;
import dev.jibe.object.typing.Conform;
import dev.jibe.object.typing.Conformed;
import dev.jibe.object.typing.Mismatches;
import dev.jibe.object.typing.Restore;
import dev.jibe.server.registry.Patching.Patch;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.registry.ownership.ManagedFields;
import dev.jibe.server.request.BodyReader.Expected;
import dev.jibe.server.request.BodyReader.FieldValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Brings what a patch has made of an object into the form of its type. */
final class PatchedReader {

    private static final Set<String> TYPE = Set.of("apiVersion", "kind");

    private PatchedReader() {}

    /** @param context collects what was ignored, and what was said in so many words */
    static JsonMap read(
            JsonMap patched, Patch patch, Expected expected, FieldValidation validation, WriteContext context) {
        context.received().note(patched);
        var given = ManagedFields.resetSpelled(patched);
        if (given.string("apiVersion").isEmpty()) {
            return unversioned(given, patch, validation, context);
        }
        var wrong = new ArrayList<>(patch.complaints());
        Conformed conformed;
        try {
            boolean restored = patch.strategic() != null && expected.custom() == null;
            var spelled = restored ? Restore.of(given, expected.type()) : given;
            var custom = expected.custom();
            conformed = custom == null ? Conform.conform(spelled, expected.type()) : custom.conform(spelled);
        } catch (MalformedException e) {
            var text = patch.merge();
            var why = text != null && e instanceof Mismatches wrongTypes ? wrongTypes.spelled(text) : e.getMessage();
            throw invalid(patched, patch, why);
        }
        conformed.unknownFields().forEach(path -> wrong.add("unknown field \"" + path + "\""));
        complain(patched, patch, wrong, validation, context);
        return conformed.object();
    }

    /** Without a version upstream reads its inner form of the kind, which has none of these fields. */
    private static JsonMap unversioned(JsonMap given, Patch patch, FieldValidation validation, WriteContext context) {
        var wrong = new ArrayList<>(patch.complaints());
        for (int i = 0; i < given.size(); i++) {
            if (!TYPE.contains(given.keyAt(i))) {
                wrong.add("unknown field \"" + given.keyAt(i) + "\"");
            }
        }
        complain(given, patch, wrong, validation, context);
        return JsonMap.EMPTY;
    }

    private static void complain(
            JsonMap patched, Patch patch, List<String> wrong, FieldValidation validation, WriteContext context) {
        if (!wrong.isEmpty() && validation == FieldValidation.STRICT) {
            throw invalid(patched, patch, "strict decoding error: " + String.join(", ", wrong));
        }
        if (validation == FieldValidation.WARN) {
            context.warnings().addAll(wrong);
        }
    }

    private static ApiException invalid(JsonMap patched, Patch patch, String why) {
        var text = patch.strategic() == null ? Json.text(patched) : Printed.of(patch.strategic());
        return ApiException.invalid(
                new ApiException.Named("", ""), "", List.of(FieldError.invalid("patch", text, why)));
    }
}
