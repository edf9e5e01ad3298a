package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.object.typing.ShownLists;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.Ids;
import dev.jibe.server.admission.AdmissionChain;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.encryption.Encryption;
import dev.jibe.server.registry.ownership.ManagedFields;
import dev.jibe.server.registry.ownership.Ownership;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.Deadline;
import dev.jibe.server.request.FieldError;
import dev.jibe.store.Entry;
import dev.jibe.store.Expect;
import dev.jibe.store.Store;
import dev.jibe.store.StoreException;
import dev.jibe.store.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The verbs create and update on any resource; patches and subresources are updates with another way to the new state. */
public final class Writing {

    /** Tries of an update that does not insist on a version, before the client has to try itself. */
    private static final int MAX_TRIES = 30;

    private static final int MAX_NAME_TRIES = 8;

    private final Store<JsonMap> store;
    private final AdmissionChain admission;
    private final Map<String, Allocator> allocators;
    private final Clock clock;
    private final Ids ids;
    private final Duration eventLifetime;
    private final Ownership ownership;
    private final Encryption encryption;
    private final Consent consent;

    /**
     * The verbs.
     *
     * @param allocators by bucket
     * @param consent to what not everybody may write
     */
    public Writing(
            Store<JsonMap> store,
            AdmissionChain admission,
            Map<String, Allocator> allocators,
            Clock clock,
            Ids ids,
            Duration eventLifetime,
            Ownership ownership,
            Encryption encryption,
            Consent consent) {
        this.consent = consent;
        this.encryption = encryption;
        this.store = store;
        this.admission = admission;
        this.allocators = Map.copyOf(allocators);
        this.clock = clock;
        this.ids = ids;
        this.eventLifetime = eventLifetime;
        this.ownership = ownership;
    }

    /** Which part of an object an update is about. */
    public enum Part {
        WHOLE,
        STATUS,
        /** What is wanted of the object, by a subresource that has done its own checks. */
        SPEC,
        /** Everything, by a subresource that has done its own checks. */
        INTERNAL
    }

    /** Stores a new object, conformed and defaulted; answers it in the served version. */
    public JsonMap create(Resource resource, String namespace, JsonMap given, WriteContext context) {
        return make(resource, namespace, Metadata.wiped(given, namespace), context);
    }

    private JsonMap make(Resource resource, String namespace, JsonMap begun, WriteContext context) {
        var noted = ownership.created(
                ownership.target(resource, context.writer().subresource()),
                rewritten(resource, begun),
                context.writer());
        var name = noted.map("metadata").string("name");
        var attributes = context.attributes(Operation.CREATE, resource, "", namespace, name, noted, JsonMap.EMPTY);
        var admitted = context.gate() instanceof Gate.Whole ? admission.mutate(attributes) : noted;
        for (int tries = 1; ; tries++) {
            try {
                return register(attributes.with(admitted), context);
            } catch (ApiException e) {
                if (!name.isEmpty() || tries >= MAX_NAME_TRIES || !e.reason().equals("AlreadyExists")) {
                    throw e;
                }
            }
        }
    }

    /** What one version says in fields, another may keep in annotations: whose those are is noted as well. */
    private static JsonMap rewritten(Resource resource, JsonMap object) {
        return resource.kind().equals("HorizontalPodAutoscaler")
                        && resource.apiVersion().equals("autoscaling/v1")
                ? resource.storage().fromStorage(resource.storage().toStorage(object))
                : object;
    }

    private JsonMap register(Attributes attributes, WriteContext context) {
        var resource = attributes.resource();
        var namespace = attributes.namespace();
        var begun = Metadata.forCreate(attributes.object(), namespace, resource, clock.now(), ids);
        var started = ShownLists.stored(begun, resource.type());
        var name = started.map("metadata").string("name");
        var prepared = resource.strategy().prepareForCreate(started, context.user());
        var allocator = allocators.getOrDefault(resource.bucket(), Allocator.NONE);
        var object = allocator.allocate(prepared, JsonMap.EMPTY, context.dryRun());
        boolean stored = false;
        try {
            refuse(attributes.with(object), name, context);
            context.warnings().addAll(resource.strategy().warnings(object));
            if (context.gate() instanceof Gate.Whole) {
                admission.validate(attributes.with(object).named(name));
            }
            var result = commitNew(resource, Resource.key(namespace, name), object, context);
            stored = !context.dryRun();
            return result;
        } finally {
            if (!stored && !context.dryRun()) {
                allocator.release(object, JsonMap.EMPTY);
            }
        }
    }

    private void refuse(Attributes attributes, String name, WriteContext context) {
        var resource = attributes.resource();
        var object = attributes.object();
        var errors = new ArrayList<>(refusals(attributes, context));
        var wrong = wrong(resource, object);
        if (!wrong.isEmpty()) {
            var shown = context.received().shown(object, resource.type());
            errors.addAll(shown.equals(object) ? wrong : wrong(resource, shown));
        }
        refuse(resource, name, errors);
    }

    private static List<FieldError> wrong(Resource resource, JsonMap object) {
        var errors = new ArrayList<>(MetadataRules.check(object, resource));
        errors.addAll(resource.strategy().validate(object));
        return errors;
    }

    private static void refuse(Resource resource, String name, List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw ApiException.invalid(resource.namedKind(), name, errors);
        }
    }

    private JsonMap commitNew(Resource resource, String key, JsonMap object, WriteContext context) {
        if (context.dryRun()) {
            var there = store.latest().get(resource.bucket(), key);
            if (there != null) {
                throw alreadyExists(resource, object, there);
            }
            return resource.storage().fromStorage(resource.storage().toStorage(object));
        }
        refuseVersion(object);
        Deadline.current().check();
        try {
            var written = store.commit(put(
                    resource,
                    key,
                    resource.storage().toStorage(object).withoutAt("metadata", "selfLink"),
                    Expect.ABSENT));
            return resource.storage().fromStorage(written.entry().value());
        } catch (StoreException.Conflict e) {
            throw alreadyExists(resource, object, store.latest().get(resource.bucket(), key));
        }
    }

    private static ApiException alreadyExists(Resource resource, JsonMap object, @Nullable Entry<JsonMap> there) {
        var name = object.map("metadata").string("name");
        var prefix = there != null && Metadata.isTerminating(there.value()) ? "object is being deleted: " : "";
        return object.map("metadata").string("generateName").isEmpty()
                ? ApiException.alreadyExists(resource.named(), name, prefix)
                : ApiException.notUnique(resource.named(), name, prefix);
    }

    /** A new object has no version yet; what is no number was never one. */
    private static void refuseVersion(JsonMap object) {
        var version = object.map("metadata").string("resourceVersion");
        if (!version.isEmpty() && version.matches("[1-9]\\d{0,18}")) {
            throw ApiException.of(500, "", "resourceVersion should not be set on objects to be created");
        }
    }

    private Write<JsonMap> put(Resource resource, String key, JsonMap object, Expect expect) {
        return resource.bucket().equals(Resources.EVENTS)
                ? Write.put(resource.bucket(), key, object, expect, eventLifetime)
                : Write.put(resource.bucket(), key, object, expect);
    }

    /**
     * Replaces an object by what the change makes of its current state. If the result names a resource version the
     * current state must have it; else the change is tried again when another write came between.
     */
    public JsonMap update(
            Resource resource,
            String namespace,
            String name,
            Part part,
            UnaryOperator<JsonMap> change,
            WriteContext context) {
        var key = Resource.key(namespace, name);
        for (int tries = 1; ; tries++) {
            var entry = store.latest().get(resource.bucket(), key);
            try {
                if (entry == null) {
                    throw ApiException.notFound(resource.named(), name);
                }
                return updateOnce(resource, key, entry, part, change, context);
            } catch (StoreException.Conflict e) {
                if (tries >= MAX_TRIES) {
                    throw ApiException.modified(resource.named(), name);
                }
            } catch (ApiException e) {
                if (tries > 1 || Freshness.isNewest(store, resource, key, entry)) {
                    throw e;
                }
            }
        }
    }

    /** What came of a write that makes the object if it is not there. */
    public record Written(JsonMap object, boolean created) {}

    /**
     * Makes of the object, or of an empty one, what the change says.
     *
     * @param change from the current state to the wanted one, with its managed fields
     * @param beforeCreate is asked before an object is made, and may refuse
     */
    public Written apply(
            Resource resource,
            String namespace,
            String name,
            Part part,
            UnaryOperator<JsonMap> change,
            Runnable beforeCreate,
            WriteContext context) {
        var key = Resource.key(namespace, name);
        for (int tries = 1; ; tries++) {
            var entry = store.latest().get(resource.bucket(), key);
            try {
                if (entry != null) {
                    return new Written(updateOnce(resource, key, entry, part, change, context), false);
                }
                if (part != Part.WHOLE) {
                    throw ApiException.notFound(resource.named(), name);
                }
                return new Written(applyNew(resource, namespace, name, change, beforeCreate, context), true);
            } catch (StoreException.Conflict e) {
                if (tries >= MAX_TRIES) {
                    throw ApiException.modified(resource.named(), name);
                }
            } catch (ApiException e) {
                boolean created =
                        entry == null && tries < MAX_TRIES && e.reason().equals("AlreadyExists");
                if (!created && (tries > 1 || Freshness.isNewest(store, resource, key, entry))) {
                    throw e;
                }
            }
        }
    }

    private JsonMap applyNew(
            Resource resource,
            String namespace,
            String name,
            UnaryOperator<JsonMap> change,
            Runnable beforeCreate,
            WriteContext context) {
        var wanted = change.apply(
                ownership.target(resource, context.writer().subresource()).empty());
        var uid = wanted.map("metadata").string("uid");
        if (!uid.isEmpty()) {
            throw ApiException.conflict(
                    resource.named(),
                    name,
                    "uid mismatch: the provided object specified uid " + uid + ", and no existing object was found");
        }
        ListOptions.checkNumber(wanted.map("metadata").string("resourceVersion"));
        beforeCreate.run();
        var version = wanted.map("metadata").string("resourceVersion");
        var made = make(resource, namespace, wanted.withoutAt("metadata", "resourceVersion"), context);
        // What is not stored is answered with the version that it was sent with.
        return context.dryRun() && !version.isEmpty() ? made.withAt(version, "metadata", "resourceVersion") : made;
    }

    private JsonMap updateOnce(
            Resource resource,
            String key,
            Entry<JsonMap> entry,
            Part part,
            UnaryOperator<JsonMap> change,
            WriteContext context) {
        var old = resource.storage().fromStorage(entry.value());
        var name = old.map("metadata").string("name");
        var noted = ownership.updated(
                ownership.target(resource, context.writer().subresource()),
                old,
                rewritten(resource, change.apply(old)),
                context.writer());
        var subresource = part == Part.STATUS ? "status" : context.writer().subresource();
        var namespace = Metadata.namespaceOf(old);
        var attributes = context.attributes(Operation.UPDATE, resource, subresource, namespace, name, noted, old);
        var admitted = context.gate() instanceof Gate.Whole ? admission.mutate(attributes) : noted;
        var changed = ShownLists.stored(admitted, resource.type());
        checkPreconditions(resource, name, changed, old, part);
        var prepared = prepare(resource, changed, old, part, context.received());
        var allocator =
                part == Part.WHOLE ? allocators.getOrDefault(resource.bucket(), Allocator.NONE) : Allocator.NONE;
        var object = allocator.allocate(prepared, old, context.dryRun());
        boolean stored = false;
        try {
            validate(attributes.with(object), part, context);
            context.warnings()
                    .addAll(
                            part == Part.STATUS
                                    ? resource.strategy().statusWarnings(object)
                                    : resource.strategy().warnings(object, old));
            switch (context.gate()) {
                case Gate.Whole _ -> admission.validate(attributes.with(object));
                case Gate.Shown shown ->
                    admission.validate(context.attributes(
                            Operation.UPDATE,
                            resource,
                            shown.subresource(),
                            namespace,
                            name,
                            shown.shown().apply(object),
                            shown.shown().apply(old)));
                case Gate.Passed _, Gate.Unnamed _ -> {}
            }
            var result = commitChanged(resource, key, entry, object, context);
            stored = !context.dryRun();
            if (stored) {
                allocator.release(old, object);
            }
            return result;
        } finally {
            if (!stored && !context.dryRun()) {
                allocator.release(object, old);
            }
        }
    }

    private static void checkPreconditions(Resource resource, String name, JsonMap changed, JsonMap old, Part part) {
        var metadata = changed.map("metadata");
        var before = old.map("metadata");
        var version = metadata.string("resourceVersion");
        if (!version.isEmpty()) {
            parsed(version);
        }
        if (version.isEmpty() || version.equals("0")) {
            if (part != Part.INTERNAL && !resource.strategy().allowsUnconditionalUpdate()) {
                throw ApiException.invalid(
                        resource.named(),
                        name,
                        List.of(FieldError.invalid("metadata.resourceVersion", 0L, "must be specified for an update")));
            }
        } else if (!version.equals(before.string("resourceVersion"))) {
            throw ApiException.modified(resource.named(), name);
        }
    }

    /** What is no number was never a version; upstream says so as the failure of its own that it is. */
    private static void parsed(String version) {
        try {
            Long.parseUnsignedLong(version);
        } catch (NumberFormatException e) {
            throw ApiException.of(
                    500, "", "strconv.ParseUint: parsing " + FieldError.quoted(version) + ": invalid syntax");
        }
    }

    private JsonMap prepare(Resource resource, JsonMap changed, JsonMap old, Part part, Received received) {
        var object = Metadata.forUpdate(changed, old);
        return switch (part) {
            case WHOLE -> {
                var whole = resource.strategy().prepareForUpdate(object, old, clock.now());
                if (!resource.strategy().countsChanges()) {
                    yield whole;
                }
                boolean saysMore = resource.strategy().countsEmptyLists()
                        && !Metadata.wanted(received.shown(whole, resource.type()))
                                .equals(Metadata.wanted(whole));
                yield saysMore
                        ? Metadata.withNextGeneration(whole, old)
                        : Metadata.withGeneration(whole, old, resource.type());
            }
            case STATUS -> {
                var prepared = resource.strategy().prepareForStatusUpdate(object, old, clock.now());
                // Some kinds take their labels from the specification, which is the old one.
                boolean unlabelled = prepared.map("metadata").map("labels").isEmpty()
                        && !old.map("metadata").map("labels").isEmpty();
                yield unlabelled && resource.custom() == null ? resource.defaulted(prepared) : prepared;
            }
            case SPEC -> Metadata.withGeneration(object, old, resource.type());
            case INTERNAL -> object;
        };
    }

    /** What whoever writes may not write. */
    private List<FieldError> refusals(Attributes attributes, WriteContext context) {
        return context.gate() instanceof Gate.Whole ? consent.refusals(attributes, context.verb()) : List.of();
    }

    private void validate(Attributes attributes, Part part, WriteContext context) {
        var resource = attributes.resource();
        var object = attributes.object();
        var errors = new ArrayList<>(refusals(attributes, context));
        var wrong = wrong(resource, object, attributes.old(), part);
        if (!wrong.isEmpty()) {
            var shown = context.received().shown(object, resource.type());
            errors.addAll(shown.equals(object) ? wrong : wrong(resource, shown, attributes.old(), part));
        }
        // Named as it is asked for, which may be wrong.
        var asked = object.map("metadata").string("name");
        refuse(resource, asked.isEmpty() ? attributes.name() : asked, errors);
    }

    private List<FieldError> wrong(Resource resource, JsonMap object, JsonMap old, Part part) {
        var errors = new ArrayList<>(MetadataRules.checkUpdate(object, old, resource));
        errors.addAll(
                switch (part) {
                    case WHOLE -> resource.strategy().validateUpdate(object, old);
                    case STATUS -> resource.strategy().validateStatusUpdate(object, old, clock.now());
                    case SPEC, INTERNAL -> List.of();
                });
        return errors;
    }

    private JsonMap commitChanged(
            Resource resource, String key, Entry<JsonMap> entry, JsonMap object, WriteContext context) {
        var stored = ManagedFields.keepingTimes(
                Metadata.unversioned(resource.storage().toStorage(object)), Metadata.unversioned(entry.value()));
        boolean unwritten = encryption.isStale(resource.bucket(), key)
                || entry.createRevision() == entry.modRevision()
                        && resource.strategy().isWrittenByFirstUpdate();
        if (!unwritten && stored.equals(Metadata.unversioned(entry.value()))) {
            return resource.storage().fromStorage(entry.value());
        }
        if (context.dryRun()) {
            return resource.custom() == null
                    ? object
                    : resource.storage().fromStorage(resource.storage().toStorage(object));
        }
        Deadline.current().check();
        var expect = Expect.revision(entry.modRevision());
        if (Metadata.isTerminating(object) && !Metadata.hasFinalizers(object) && isFinished(object)) {
            store.commit(Write.delete(resource.bucket(), key, expect));
            allocators.getOrDefault(resource.bucket(), Allocator.NONE).release(object, JsonMap.EMPTY);
            return object;
        }
        var written = store.commit(put(resource, key, stored, expect));
        encryption.written(resource.bucket(), key);
        return resource.storage().fromStorage(written.entry().value());
    }

    /** Whether nothing but finalizers kept a terminating object: its grace period is none, or over. */
    private static boolean isFinished(JsonMap object) {
        return object.map("metadata").number("deletionGracePeriodSeconds") == 0
                && object.map("spec").list("finalizers").isEmpty();
    }
}
