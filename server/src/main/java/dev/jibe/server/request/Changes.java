package dev.jibe.server.request;

import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.PatchedObject;
import dev.jibe.server.registry.Patching;
import dev.jibe.server.registry.StorageKey;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.registry.ownership.Applying;
import dev.jibe.server.registry.ownership.Ownership;
import dev.jibe.server.registry.ownership.Target;
import dev.jibe.server.registry.ownership.Writer;
import dev.jibe.server.request.BodyReader.Expected;
import java.util.function.UnaryOperator;

/** Reads what a PUT or a PATCH asks an object to become. */
public final class Changes {

    private final Patching patching;
    private final Ownership ownership;

    public Changes(Patching patching, Ownership ownership) {
        this.patching = patching;
        this.ownership = ownership;
    }

    /**
     * A wish.
     *
     * @param wanted from the current state of the object to the one asked for, conformed and defaulted
     * @param context for the write; without a writer if the change notes by itself whose the fields are
     * @param applies whether the object is to be made if it is not there
     */
    public record Change(UnaryOperator<JsonMap> wanted, WriteContext context, boolean applies) {}

    /**
     * The wish of a request.
     *
     * @param namespace of the object; empty if its kind has none
     * @throws ApiException if it makes no sense; so may the change, once it sees the object
     */
    public Change read(ApiRequest request, RequestInfo info, Target target, String namespace, WriteContext context) {
        var name = info.name();
        var expected = new Expected(target.apiVersion(), target.kind(), target.type(), target.custom());
        if (request.method().equals("PUT")) {
            var given = BodyReader.read(request, expected, context);
            var object = target.defaults().apply(PatchedObject.checked(given, namespace, name));
            return new Change(old -> ofSame(object, old, info, context.dryRun()), context, false);
        }
        if (WriteOptions.isApply(request)) {
            return applied(request, target, namespace, name, context);
        }
        var patch = patching.read(request, target.type(), target.custom() != null);
        var validation = BodyReader.FieldValidation.of(request.query());
        return new Change(
                old -> {
                    var patched = PatchedReader.read(patch.change().apply(old), patch, expected, validation, context);
                    return PatchedObject.checked(target.defaults().apply(patched), namespace, name);
                },
                context,
                false);
    }

    private static JsonMap ofSame(JsonMap object, JsonMap old, RequestInfo info, boolean dryRun) {
        var uid = object.map("metadata").string("uid");
        var there = old.map("metadata").string("uid");
        if (!uid.isEmpty() && !uid.equals(there)) {
            throw ApiException.conflict(
                    new ApiException.Named(info.group(), info.resource()),
                    info.name(),
                    StorageKey.otherUid(
                            dryRun ? "" : "/registry",
                            info.group(),
                            info.resource(),
                            info.resource().equals("namespaces") ? "" : info.namespace(),
                            info.name(),
                            uid,
                            there));
        }
        return object;
    }

    private Change applied(ApiRequest request, Target target, String namespace, String name, WriteContext context) {
        var config = patching.configuration(request);
        var validation = BodyReader.FieldValidation.of(request.query());
        var applying = new Applying(ownership);
        boolean force = request.query().flag("force");
        context.received().note(config.object());
        UnaryOperator<JsonMap> wanted = live -> {
            var applied = applying.apply(target, live, config.object(), context.writer(), force);
            config.judge(validation, context.warnings());
            return PatchedObject.checked(applied, namespace, name);
        };
        return new Change(wanted, context.with(Writer.NONE), true);
    }

    /** Who notes whose the fields of an object are. */
    public Ownership ownership() {
        return ownership;
    }
}
