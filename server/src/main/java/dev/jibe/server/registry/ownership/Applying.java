package dev.jibe.server.registry.ownership;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.ownership.Conflict;
import dev.jibe.object.ownership.ManagerId;
import dev.jibe.object.ownership.Managers;
import dev.jibe.object.ownership.Updater;
import dev.jibe.object.ownership.Updater.Outcome;
import dev.jibe.object.typing.Restore;
import dev.jibe.object.typing.Spelling;
import dev.jibe.server.request.ApiException;
import java.util.List;

/**
 * Server-side apply: from the live object and a configuration to the object as it is wanted.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-Side Apply</a>
 */
public final class Applying {

    /** Who owns the fields of an object that nothing was known about until the first apply. */
    private static final String BEFORE = "before-first-apply";

    private final Ownership ownership;

    public Applying(Ownership ownership) {
        this.ownership = ownership;
    }

    /**
     * The wanted object, defaulted, with its managed fields.
     *
     * @param live the stored object, or the target's empty one
     * @param config as it was sent
     * @throws ApiException if it is not a configuration of the kind, or what it names belongs to others
     */
    public JsonMap apply(Target target, JsonMap live, JsonMap config, Writer writer, boolean force) {
        try {
            return applied(target, live, config, writer, force);
        } catch (NotConvertible e) {
            throw failed("failed to prune fields: failed to convert merged object to last applied version: "
                    + e.getMessage());
        }
    }

    private JsonMap applied(Target target, JsonMap live, JsonMap given, Writer writer, boolean force) {
        checkVersion(target, given);
        var config = Spelling.parsed(given);
        var untouched = ManagedFields.without(live);
        var plainLive = Spelling.forgotten(untouched);
        var updater = target.updater();
        check(target, updater, config);
        var id = ManagerId.applying(writer.manager(), writer.subresource());
        var managers = managers(target, updater, live, writer);
        var outcome = updater.apply(plainLive, config, managers, id, force);
        if (outcome instanceof Outcome.Refused(List<Conflict> conflicts)) {
            if (!writer.manager().equals(LastApplied.KUBECTL)) {
                throw refused(conflicts);
            }
            var others = LastApplied.others(updater, plainLive, config, conflicts);
            if (!others.isEmpty()) {
                throw refused(others);
            }
            managers = managers(target, updater, live, writer);
            outcome = updater.apply(plainLive, config, managers, id, true);
        }
        if (!(outcome instanceof Outcome.Applied(JsonMap object)) || object == null) {
            // Nothing has changed; what kubectl has applied last is noted all the same.
            var same =
                    writer.manager().equals(LastApplied.KUBECTL) ? LastApplied.renewed(untouched, config) : untouched;
            return ManagedFields.with(same, managers.encode());
        }
        managers.touch(id, ownership.now());
        var applied = converted(target, config, object);
        applied = writer.manager().equals(LastApplied.KUBECTL) ? LastApplied.renewed(applied, config) : applied;
        return ManagedFields.with(applied, managers.encode());
    }

    private static void checkVersion(Target target, JsonMap config) {
        var apiVersion = config.string("apiVersion");
        if (!apiVersion.equals(target.apiVersion()) || !config.string("kind").equals(target.kind())) {
            var printed = apiVersion.isEmpty()
                    ? "/, Kind=" + config.string("kind")
                    : apiVersion.chars().filter(c -> c == '/').count() > 1 || apiVersion.endsWith("/")
                            ? "/, Kind="
                            : Target.printed(apiVersion, config.string("kind"));
            throw ApiException.badRequest("invalid object type: " + printed);
        }
        if (config.map("metadata").get("managedFields") instanceof JsonList) {
            throw ApiException.badRequest("metadata.managedFields must be nil");
        }
    }

    private static void check(Target target, Updater updater, JsonMap config) {
        try {
            updater.check(config);
        } catch (MalformedException e) {
            throw failed("failed to create typed patch object (" + printed(target, config) + "): " + e.getMessage());
        }
    }

    private Managers managers(Target target, Updater updater, JsonMap live, Writer writer) {
        Managers managers;
        try {
            managers = Managers.decode(ManagedFields.of(live));
        } catch (MalformedException e) {
            throw failed("failed to decode managed fields: " + e.getMessage());
        }
        if (managers.isEmpty()) {
            var plain = ManagedFields.without(live);
            var before = ManagerId.updating(BEFORE, target.apiVersion(), writer.subresource());
            updater.update(
                    target.empty(),
                    plain,
                    updater.difference(target.empty(), plain),
                    managers,
                    before,
                    ownership.now());
        }
        return managers;
    }

    private static JsonMap converted(Target target, JsonMap config, JsonMap object) {
        try {
            return target.conformed(target.custom() == null ? Restore.of(object, target.type()) : object);
        } catch (MalformedException e) {
            throw failed("failed to convert new object (" + printed(target, config)
                    + ") to proper version: unable to convert unstructured object to " + target.printed() + ": "
                    + e.getMessage());
        }
    }

    /** Namespace, name and kind of a configuration as messages print them. */
    private static String printed(Target target, JsonMap config) {
        var metadata = config.map("metadata");
        return metadata.string("namespace") + "/" + metadata.string("name") + "; " + target.printed();
    }

    private static ApiException failed(String message) {
        return ApiException.of(500, "", message);
    }

    private static ApiException refused(List<Conflict> conflicts) {
        var causes = JsonList.copyOf(conflicts.stream()
                .map(conflict -> JsonMap.of(
                        "reason",
                        "FieldManagerConflict",
                        "message",
                        "conflict with " + conflict.manager(),
                        "field",
                        conflict.field()))
                .toList());
        return ApiException.conflict(Conflict.message(conflicts), JsonMap.of("causes", causes));
    }
}
