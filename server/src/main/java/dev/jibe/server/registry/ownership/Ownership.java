package dev.jibe.server.registry.ownership;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.ownership.Difference;
import dev.jibe.object.ownership.FieldSet;
import dev.jibe.object.ownership.ManagerId;
import dev.jibe.object.ownership.Managers;
import dev.jibe.object.ownership.PathElement;
import dev.jibe.object.protobuf.Times;
import dev.jibe.runtime.Clock;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notes in {@code metadata.managedFields} whose the fields of an object are, as each write changes them.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management">Field management</a>
 */
public final class Ownership {

    private final Resources resources;
    private final Clock clock;

    public Ownership(Resources resources, Clock clock) {
        this.resources = resources;
        this.clock = clock;
    }

    public Target target(Resource resource, String subresource) {
        return Target.of(resource, subresource, resources);
    }

    /** Where the versions of a resource have the number of replicas that its scale shows. */
    public ScaleFields scaleFields(Resource resource) {
        var paths = new HashMap<String, List<PathElement>>();
        for (var other : resources.all()) {
            if (other.bucket().equals(resource.bucket())) {
                paths.put(other.apiVersion(), replicas(other));
            }
        }
        return new ScaleFields(paths);
    }

    private static List<PathElement> replicas(Resource resource) {
        if (resource.custom() == null) {
            return FieldSet.path("spec", "replicas");
        }
        var paths = resource.custom().scale();
        return paths == null ? List.of() : FieldSet.path(paths.specReplicas().toArray(String[]::new));
    }

    /** A new object, as its writer sent it. */
    public JsonMap created(Target target, JsonMap object, Writer writer) {
        return updated(target, target.empty(), object, writer);
    }

    /**
     * A changed object. The writer may have changed the list itself, or emptied it; who does not know it keeps it.
     *
     * @param live the stored object, or an empty one
     */
    public JsonMap updated(Target target, JsonMap live, JsonMap object, Writer writer) {
        if (!writer.tracked()) {
            return object;
        }
        var before = ManagedFields.of(live);
        var given = writer.subresource().isEmpty() ? ManagedFields.of(object) : JsonList.EMPTY;
        if (ManagedFields.isReset(given)) {
            return written(target, live, object, JsonList.EMPTY, new Managers(), writer);
        }
        if (!given.isEmpty() && !given.equals(before)) {
            var managers = decoded(given);
            if (!managers.isEmpty()) {
                return written(target, live, object, given, managers, writer);
            }
        }
        return written(target, live, object, before, null, writer);
    }

    /** An unreadable list is as good as none. */
    static Managers decoded(JsonList entries) {
        try {
            return Managers.decode(entries);
        } catch (MalformedException e) {
            return new Managers();
        }
    }

    private JsonMap written(
            Target target, JsonMap live, JsonMap object, JsonList entries, @Nullable Managers decoded, Writer writer) {
        boolean isNew = live.map("metadata").string("uid").isEmpty();
        if (entries.isEmpty() && !isNew) {
            // Once nothing is known about the fields, the next apply has to begin anew.
            return ManagedFields.with(object, JsonList.EMPTY);
        }
        var plainLive = ManagedFields.without(live);
        var plain = ManagedFields.without(object);
        var updater = target.updater();
        Difference difference;
        try {
            difference = updater.difference(plainLive, plain);
        } catch (MalformedException e) {
            // A list whose items cannot be told apart: nothing can be said any more, as below.
            return ManagedFields.with(object, JsonList.EMPTY);
        }
        try {
            if (difference.isEmpty() && decoded == null && areKnown(entries, target)) {
                return ManagedFields.with(object, entries);
            }
            var managers = decoded == null ? decoded(entries) : decoded;
            var id = ManagerId.updating(writer.manager(), target.apiVersion(), writer.subresource());
            updater.update(plainLive, plain, difference, managers, id, now());
            return ManagedFields.with(object, managers.encode());
        } catch (NotConvertible | MalformedException e) {
            // What other versions make of the object is not of their types: nothing can be said any more.
            return ManagedFields.with(object, JsonList.EMPTY);
        }
    }

    /** Who wrote in a version that is no more is forgotten by the next write, even if that changes nothing. */
    private static boolean areKnown(JsonList entries, Target target) {
        return entries.maps().allMatch(entry -> target.versions().type(entry.string("apiVersion")) != null);
    }

    String now() {
        return Times.seconds(clock.now());
    }
}
