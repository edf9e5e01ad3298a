package dev.jibe.server.registry;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.admission.AdmissionChain;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.Deadline;
import dev.jibe.store.Entry;
import dev.jibe.store.Expect;
import dev.jibe.store.Store;
import dev.jibe.store.StoreException;
import dev.jibe.store.Write;
import java.util.HashSet;
import java.util.Map;

/**
 * The verb delete on any resource: at once, after a grace period, or after finalizers.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/architecture/garbage-collection/">Garbage Collection</a> and <a
 * href="https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/">Finalizers</a>.
 */
public final class Deleting {

    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";

    /** A deletion that has begun and goes on as it is. */
    private static final long UNDER_WAY = -2;

    private static final Log LOG = Log.of(Deleting.class);

    private final Store<JsonMap> store;
    private final AdmissionChain admission;
    private final Map<String, Allocator> allocators;
    private final Clock clock;

    public Deleting(Store<JsonMap> store, AdmissionChain admission, Map<String, Allocator> allocators, Clock clock) {
        this.store = store;
        this.admission = admission;
        this.allocators = Map.copyOf(allocators);
        this.clock = clock;
    }

    /**
     * What became of a deletion.
     *
     * @param gone whether the object is no longer there
     */
    public record Deleted(JsonMap object, boolean gone) {}

    public Deleted delete(
            Resource resource, String namespace, String name, DeleteOptions options, WriteContext context) {
        var key = Resource.key(namespace, name);
        for (int tries = 1; ; tries++) {
            var entry = store.latest().get(resource.bucket(), key);
            try {
                if (entry == null) {
                    throw ApiException.notFound(resource.named(), name);
                }
                return deleteOnce(resource, key, entry, options, context);
            } catch (StoreException.Conflict e) {
                // Another write came between; what it left is looked at anew, preconditions included.
                LOG.debug("deletion met another write", "resource", resource.named(), "key", key);
            } catch (ApiException e) {
                if (tries > 1 || Freshness.isNewest(store, resource, key, entry)) {
                    throw e;
                }
            }
        }
    }

    private Deleted deleteOnce(
            Resource resource, String key, Entry<JsonMap> entry, DeleteOptions options, WriteContext context) {
        var object = resource.storage().fromStorage(entry.value());
        checkPreconditions(resource, object, options);
        var metadata = object.map("metadata");
        if (!(context.gate() instanceof Gate.Passed)) {
            var attributes = context.withOptions(options.toObject())
                    .attributes(
                            Operation.DELETE,
                            resource,
                            "",
                            Metadata.namespaceOf(object),
                            context.gate() instanceof Gate.Unnamed ? "" : metadata.string("name"),
                            JsonMap.EMPTY,
                            object);
            admission.admit(attributes);
        }
        var own = resource.strategy().terminating(object, clock.now());
        if (own != null) {
            boolean dry = context.dryRun() || options.dryRun();
            return new Deleted(dry ? own : put(resource, key, entry, own), false);
        }
        long grace = grace(resource, object, options);
        if (grace == UNDER_WAY || metadata.has("deletionTimestamp") && keepsItself(object)) {
            return new Deleted(object, false);
        }
        var marked = withFinalizers(object, options, resource);
        boolean waits = Metadata.hasFinalizers(marked) || grace > 0 || keepsItself(marked);
        boolean graceful = grace >= 0;
        if (context.dryRun() || options.dryRun()) {
            return new Deleted(waits || graceful ? terminating(marked, Math.max(grace, 0)) : object, !waits);
        }
        Deadline.current().check();
        var expect = Expect.revision(entry.modRevision());
        if (!waits) {
            var deleted = store.commit(Write.delete(resource.bucket(), key, expect));
            allocators.getOrDefault(resource.bucket(), Allocator.NONE).release(object, JsonMap.EMPTY);
            var last = resource.storage().fromStorage(deleted.entry().value());
            return new Deleted(graceful ? terminating(last, 0) : last, true);
        }
        var terminating = terminating(marked, Math.max(grace, 0));
        if (terminating.equals(object)) {
            return new Deleted(object, false);
        }
        return new Deleted(put(resource, key, entry, terminating), false);
    }

    /** How long the object is given; of one that is ending already the time that is left can only become shorter. */
    private static long grace(Resource resource, JsonMap object, DeleteOptions options) {
        var metadata = object.map("metadata");
        var wanted = options.gracePeriodSeconds().stream()
                .map(seconds -> seconds < 0 ? 1 : seconds)
                .findFirst();
        long usual = resource.strategy().gracePeriodSeconds(object, wanted);
        if (usual < 0 || !metadata.has("deletionTimestamp")) {
            return usual;
        }
        long left = metadata.number("deletionGracePeriodSeconds");
        if (left == 0) {
            return 0;
        }
        long asked = wanted.orElse(left);
        return asked >= left ? UNDER_WAY : asked;
    }

    private JsonMap put(Resource resource, String key, Entry<JsonMap> entry, JsonMap object) {
        var stored = resource.storage().toStorage(object);
        var expect = Expect.revision(entry.modRevision());
        var written = store.commit(Write.put(resource.bucket(), key, stored, expect));
        return resource.storage().fromStorage(written.entry().value());
    }

    /** A namespace stays until its own finalizers are gone, which are not metadata's. */
    private static boolean keepsItself(JsonMap object) {
        return isNamespace(object) && !object.map("spec").list("finalizers").isEmpty();
    }

    private static boolean isNamespace(JsonMap object) {
        return object.string("kind").equals("Namespace")
                && object.string("apiVersion").equals("v1");
    }

    private static void checkPreconditions(Resource resource, JsonMap object, DeleteOptions options) {
        var metadata = object.map("metadata");
        var name = metadata.string("name");
        boolean otherUid = options.uid() != null && !options.uid().equals(metadata.string("uid"));
        boolean otherVersion = options.resourceVersion() != null
                && !options.resourceVersion().equals(metadata.string("resourceVersion"));
        boolean special = isNamespace(object) || object.string("kind").equals("CustomResourceDefinition");
        if (special && (otherUid || otherVersion)) {
            var what = otherUid ? "UID" : "ResourceVersion";
            var asked = otherUid ? options.uid() : options.resourceVersion();
            throw ApiException.conflict(
                    resource.named(),
                    name,
                    "Precondition failed: " + what + " in precondition: " + asked + ", " + what + " in object meta: "
                            + metadata.string(otherUid ? "uid" : "resourceVersion"));
        }
        if (otherUid) {
            throw ApiException.conflict(
                    resource.namedKind(),
                    name,
                    "the UID in the precondition (" + options.uid() + ") does not match the UID in record ("
                            + metadata.string("uid")
                            + "). The object might have been deleted and then recreated");
        }
        if (otherVersion) {
            throw ApiException.conflict(
                    resource.namedKind(),
                    name,
                    "the ResourceVersion in the precondition (" + options.resourceVersion()
                            + ") does not match the ResourceVersion in record (" + metadata.string("resourceVersion")
                            + "). The object might have been modified");
        }
    }

    /** The object with the finalizer that the propagation policy asks for, and without the one that it excludes. */
    private static JsonMap withFinalizers(JsonMap object, DeleteOptions options, Resource resource) {
        var metadata = object.map("metadata");
        var finalizers = metadata.list("finalizers");
        boolean orphans = resource.strategy().orphansDependents();
        // Nothing depends on events, and nobody collects what does.
        var policy = resource.bucket().equals(Resources.EVENTS) ? "Background" : options.propagation();
        var wanted = switch (policy) {
            case "Orphan" -> ORPHAN;
            case "Foreground" -> FOREGROUND;
            case "Background" -> "";
            default -> {
                boolean decided = finalizers.strings().anyMatch(f -> f.equals(ORPHAN) || f.equals(FOREGROUND));
                yield orphans && !decided ? ORPHAN : null;
            }
        };
        if (wanted == null) {
            return object;
        }
        var kept = finalizers.stream()
                .filter(f -> !f.equals(ORPHAN) && !f.equals(FOREGROUND))
                .toList();
        var result = JsonList.copyOf(kept);
        result = wanted.isEmpty() ? result : result.with(wanted);
        if (new HashSet<>(result.strings().toList())
                .equals(new HashSet<>(finalizers.strings().toList()))) {
            return object;
        }
        var changed = result.isEmpty() ? metadata.without("finalizers") : metadata.with("finalizers", result);
        return object.with("metadata", changed);
    }

    /** Marks the object; a second deletion can only shorten the time that is left. */
    private JsonMap terminating(JsonMap object, long graceSeconds) {
        var metadata = object.map("metadata");
        if (metadata.has("deletionTimestamp")) {
            long before = metadata.number("deletionGracePeriodSeconds");
            if (graceSeconds >= before) {
                return object;
            }
            var first = Times.parse(metadata.string("deletionTimestamp")).minusSeconds(before);
            return object.with(
                    "metadata",
                    metadata.with("deletionTimestamp", Times.seconds(first.plusSeconds(graceSeconds)))
                            .with("deletionGracePeriodSeconds", graceSeconds));
        }
        var at = clock.now().plusSeconds(graceSeconds);
        metadata =
                metadata.with("deletionTimestamp", Times.seconds(at)).with("deletionGracePeriodSeconds", graceSeconds);
        metadata =
                metadata.has("generation") ? metadata.with("generation", metadata.number("generation") + 1) : metadata;
        var marked = object.with("metadata", metadata);
        return isNamespace(object)
                ? marked.withoutAt("metadata", "deletionGracePeriodSeconds").withAt("Terminating", "status", "phase")
                : marked;
    }
}
