package dev.jibe.server.admission.policy;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.ownership.MergeType;
import dev.jibe.object.ownership.StructTypes;
import dev.jibe.object.ownership.TreeCheck;
import dev.jibe.object.ownership.TreeMerge;
import dev.jibe.object.patch.JsonPatch;
import dev.jibe.object.patch.PatchException;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.Conformity;
import dev.jibe.server.admission.expression.Scene;
import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.MadeObject;
import dev.jibe.server.cel.Unwrapping;
import dev.jibe.server.request.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Applies one change of a policy to an object. */
final class Mutator {

    private Mutator() {}

    /**
     * The changed object.
     *
     * @throws PolicyFailure if it cannot be changed like that
     */
    static JsonMap apply(Policy.Mutation mutation, Scene scene, Attributes shown) {
        var outcome = scene.evaluate(mutation.expression());
        if (outcome.isFailure()) {
            throw new PolicyFailure(outcome.error());
        }
        var value = Objects.requireNonNull(outcome.value());
        try {
            if (mutation.isPatch()) {
                return read(JsonPatch.apply(shown.object(), operations(value)), shown);
            }
            return Conformity.of(merged((JsonMap) Unwrapping.tree(value), shown), shown);
        } catch (PatchException e) {
            if (e.kind() == PatchException.Kind.TEST_FAILED) {
                return shown.object();
            }
            throw new PolicyFailure("JSON Patch: " + e.getMessage());
        } catch (CelFailure e) {
            throw new PolicyFailure("expression '" + mutation.expression().text() + "' resulted in error: " + e.why());
        } catch (MalformedException e) {
            throw new PolicyFailure("error applying patch: " + e.getMessage());
        }
    }

    /** What a patch has made is read as strictly as can be, and what cannot be read is nobody's fault but the server's. */
    private static JsonMap read(JsonMap patched, Attributes shown) {
        try {
            var unknown = Conformity.unknown(patched, shown);
            if (!unknown.isEmpty()) {
                throw ApiException.internal("strict decoding error: "
                        + unknown.stream()
                                .map(path -> "unknown field \"" + path + "\"")
                                .collect(Collectors.joining(", ")));
            }
            return Conformity.of(patched, shown);
        } catch (MalformedException e) {
            throw ApiException.internal(String.valueOf(e.getMessage()));
        }
    }

    private static JsonList operations(Object value) {
        var operations = new ArrayList<JsonMap>();
        for (var item : (List<?>) value) {
            if (!(item instanceof MadeObject operation) || !operation.name().equals("JSONPatch")) {
                throw new PolicyFailure("type mismatch: JSONPatchType.expression should evaluate to list of JSONPatch");
            }
            var tree = (JsonMap) Unwrapping.tree(operation);
            operations.add(tree.has("op") ? tree : tree.with("op", ""));
        }
        return JsonList.copyOf(operations);
    }

    private static JsonMap merged(JsonMap configuration, Attributes shown) {
        var type = type(shown);
        // What an object is, no configuration changes.
        var changes = configuration.without("apiVersion").without("kind");
        try {
            TreeCheck.checkStored(changes, type);
        } catch (MalformedException e) {
            throw new PolicyFailure(
                    "error applying patch: failed to convert patch object to typed object: " + e.getMessage());
        }
        var atomic = new ArrayList<String>();
        Atomic.find(configuration, type, "", atomic);
        if (!atomic.isEmpty()) {
            throw new PolicyFailure(
                    "error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps"
                            + " or structs: " + String.join(", ", atomic));
        }
        return TreeMerge.merge(shown.object(), changes, type);
    }

    private static MergeType type(Attributes shown) {
        var resource = shown.resource();
        if (shown.kind().equals(resource.kind())) {
            return resource.strategy().mergeType(resource.type());
        }
        var own = Conformity.type(shown);
        return own == null ? resource.strategy().mergeType(resource.type()) : StructTypes.ofKind(own);
    }
}
