package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.registry.Semantic;
import java.util.List;
import java.util.Objects;

/**
 * Persistent volumes and claims on them.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/">Persistent Volumes</a>.
 */
final class StorageRules {

    private static final String NOT_INLINE = "may not be specified in the context of inline volumes";

    private static final List<String> MODES =
            List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
    private static final List<String> VOLUME_MODES = List.of("Block", "Filesystem");
    private static final List<String> SOURCES = List.of(
            "hostPath",
            "gcePersistentDisk",
            "awsElasticBlockStore",
            "glusterfs",
            "flocker",
            "nfs",
            "rbd",
            "quobyte",
            "cephfs",
            "iscsi",
            "cinder",
            "fc",
            "flexVolume",
            "azureFile",
            "vsphereVolume",
            "photonPersistentDisk",
            "portworxVolume",
            "azureDisk",
            "scaleIO",
            "local",
            "storageos",
            "csi");
    /** Those that are looked at: upstream has forgotten one. */
    private static final List<String> SECRETS = List.of(
            "controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef");

    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
    private static final StructType CLAIM = Schema.builtin().type("io.k8s.api.core.v1.PersistentVolumeClaimSpec");
    private static final String POSITIVE = "must be greater than zero";
    private static final String SHRUNK = "field can not be less than status.capacity";
    private static final String CLAIM_IMMUTABLE =
            "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound"
                    + " claims\n";

    private StorageRules() {}

    private static void modes(Place spec) {
        var modes = spec.list("accessModes");
        boolean single = false;
        boolean other = false;
        for (int i = 0; i < modes.size(); i++) {
            var mode = (String) modes.get(i);
            if (!MODES.contains(mode)) {
                spec.unsupported("accessModes", mode, MODES);
            }
            single |= mode.equals("ReadWriteOncePod");
            other |= !mode.equals("ReadWriteOncePod");
        }
        if (single && other) {
            spec.forbidden("accessModes", "may not use ReadWriteOncePod with other access modes");
        }
    }

    static void claim(Place object) {
        claimSpec(object.in("spec"));
    }

    static void changedClaim(Place object, JsonMap old) {
        claimSpec(object.in("spec"), old.map("spec"));
    }

    static void claimSpec(Place spec) {
        claimSpec(spec, JsonMap.EMPTY);
    }

    private static void claimSpec(Place spec, JsonMap before) {
        if (spec.list("accessModes").isEmpty()) {
            spec.required("accessModes", "at least 1 access mode is required");
        }
        SelectorRules.labels(spec, "selector");
        modes(spec);
        var requests = spec.map("resources").map("requests");
        if (!requests.has("storage")) {
            spec.required("resources[storage]");
        } else if (Quantity.parse(requests.string("storage")).signum() <= 0) {
            spec.invalid(
                    "resources[storage]",
                    Quantity.parse(requests.string("storage")).toString(),
                    POSITIVE);
        }
        spec.namedIfSet("storageClassName", Naming.SUBDOMAIN);
        spec.oneOfIfSet("volumeMode", VOLUME_MODES);
        for (var key : List.of("dataSource", "dataSourceRef")) {
            if (spec.has(key)) {
                boolean grouped = before.map("dataSource").has("apiGroup")
                        || before.map("dataSourceRef").has("apiGroup");
                source(spec, key, grouped);
            }
        }
        if (!spec.map("dataSourceRef").string("namespace").isEmpty()) {
            if (spec.has("dataSource")) {
                spec.invalid("", new GoText("{}"), "may not be specified when dataSourceRef.namespace is specified");
            }
        } else if (spec.has("dataSource") && spec.has("dataSourceRef")) {
            var one = spec.map("dataSource");
            var other = spec.map("dataSourceRef");
            boolean same = one.string("kind").equals(other.string("kind"))
                    && one.string("name").equals(other.string("name"))
                    && one.string("apiGroup").equals(other.string("apiGroup"));
            if (!same) {
                spec.invalid("", new GoText("{}"), "must match dataSourceRef");
            }
        }
        spec.namedIfSet("volumeAttributesClassName", Naming.SUBDOMAIN);
    }

    /**
     * @param grouped whether the claim has named a group before, which is looked at no more
     */
    private static void source(Place spec, String key, boolean grouped) {
        var source = spec.in(key);
        source.need("name");
        source.need("kind");
        var group = source.text("apiGroup");
        if (group.isEmpty() && !source.text("kind").equals("PersistentVolumeClaim")) {
            spec.invalid(
                    key, source.text("kind"), "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
        }
        if (!grouped) {
            source.namedIfSet("apiGroup", Naming.SUBDOMAIN);
        }
        source.namedIfSet("namespace", Naming.LABEL);
    }

    static void sameClaim(Place object, JsonMap old) {
        var spec = object.in("spec");
        var now = object.map("spec");
        var then = old.map("spec");
        if (then.string("volumeName").isEmpty()) {
            then = copied(now, then, "volumeName");
        }
        var wanted = now.string("storageClassName");
        var annotations = old.map("metadata").map("annotations");
        boolean named = now.has("storageClassName") && !then.has("storageClassName");
        boolean agrees = annotations.string(CLASS_ANNOTATION).equals(wanted);
        var newest = object.map("metadata").map("annotations");
        if (named
                && annotations.has(CLASS_ANNOTATION)
                && agrees
                && (!newest.has(CLASS_ANNOTATION)
                        || newest.string(CLASS_ANNOTATION).equals(wanted))) {
            now = now.without("storageClassName");
        } else {
            if (!newest.string(CLASS_ANNOTATION).equals(annotations.string(CLASS_ANNOTATION))) {
                object.in("metadata")
                        .invalid(
                                "annotations." + CLASS_ANNOTATION,
                                newest.string(CLASS_ANNOTATION),
                                "field is immutable");
            }
            now = named && (agrees || !annotations.has(CLASS_ANNOTATION)) ? now.without("storageClassName") : now;
        }
        if (object.map("status").string("phase").equals("Bound")) {
            if (now.map("resources").has("requests")) {
                var size = then.map("resources").map("requests").get("storage");
                now = size == null ? now : now.withAt(size, "resources", "requests", "storage");
            }
            now = copied(then, now, "volumeAttributesClassName");
        }
        if (!Semantic.equal(now, then, CLAIM)) {
            spec.forbidden("", CLAIM_IMMUTABLE + GoStructs.diff("ClaimSpec", then, now));
        }
        size(spec, old);
        if (!Objects.equals(spec.get("volumeMode"), old.map("spec").get("volumeMode"))) {
            object.invalid("volumeMode", spec.get("volumeMode"), "field is immutable");
        }
    }

    /** A claim may ask for less again as long as it has not got more. */
    private static void size(Place spec, JsonMap old) {
        var now = storage(spec.map("resources").map("requests"));
        var then = storage(old.map("spec").map("resources").map("requests"));
        var got = storage(old.map("status").map("capacity"));
        if (now.compareTo(then) < 0 && now.compareTo(got) <= 0) {
            spec.forbidden("resources.requests.storage", SHRUNK);
        }
    }

    private static Quantity storage(JsonMap amounts) {
        var text = amounts.string("storage");
        return text.isEmpty() ? Quantity.ZERO : Quantity.parse(text);
    }

    private static JsonMap copied(JsonMap from, JsonMap to, String key) {
        var value = from.get(key);
        return value == null ? to.without(key) : to.with(key, value);
    }

    static void volume(Place object) {
        volumeSpec(object.in("spec"), false);
    }

    /** A volume that is written where its name could stand: it is only what is needed to attach it. */
    static void inlineVolume(Place spec) {
        volumeSpec(spec, true);
    }

    private static void volumeSpec(Place spec, boolean inline) {
        if (inline) {
            if (spec.has("claimRef")) {
                spec.forbidden("claimRef", NOT_INLINE);
            }
            if (!spec.map("capacity").isEmpty()) {
                spec.forbidden("capacity", NOT_INLINE);
            }
            if (!spec.has("csi")) {
                spec.required("csi", "has to be specified in the context of inline volumes");
            }
        }
        if (spec.list("accessModes").isEmpty()) {
            spec.required("accessModes");
        }
        modes(spec);
        if (!inline) {
            capacity(spec);
        }
        reclaiming(spec, inline);
        boolean pinned = false;
        if (spec.has("nodeAffinity")) {
            pinned = spec.map("nodeAffinity").has("required");
            affinity(spec, inline);
        }
        sources(spec, pinned);
        boolean root =
                spec.has("hostPath") && spec.map("hostPath").string("path").matches("/+(\\./*)*");
        if (root && spec.text("persistentVolumeReclaimPolicy").equals("Recycle")) {
            spec.forbidden("persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'");
        }
        if (!inline) {
            spec.namedIfSet("storageClassName", Naming.SUBDOMAIN);
            spec.oneOfIfSet("volumeMode", VOLUME_MODES);
            attributesClass(spec);
            return;
        }
        if (!spec.text("storageClassName").isEmpty()) {
            spec.forbidden("storageClassName", NOT_INLINE);
        }
        if (spec.has("volumeMode") && !spec.text("volumeMode").equals("Filesystem")) {
            spec.forbidden(
                    "volumeMode", "may not specify volumeMode other than Filesystem in the context of inline volumes");
        }
    }

    private static void reclaiming(Place spec, boolean inline) {
        var policy = spec.text("persistentVolumeReclaimPolicy");
        if (policy.isEmpty()) {
            return;
        }
        if (!inline) {
            spec.oneOf("persistentVolumeReclaimPolicy", List.of("Delete", "Recycle", "Retain"));
        } else if (!policy.equals("Retain")) {
            spec.forbidden("persistentVolumeReclaimPolicy", "may only be Retain in the context of inline volumes");
        }
    }

    private static void affinity(Place spec, boolean inline) {
        var affinity = spec.in("nodeAffinity");
        if (inline) {
            spec.forbidden("nodeAffinity", NOT_INLINE);
        } else if (affinity.has("required")) {
            SelectorRules.nodes(affinity, "required");
        } else {
            affinity.required("required", "must specify required node constraints");
        }
    }

    private static void attributesClass(Place spec) {
        if (!spec.has("volumeAttributesClassName")) {
            return;
        }
        if (spec.text("volumeAttributesClassName").isEmpty()) {
            spec.required("volumeAttributesClassName", "an empty string is disallowed");
        } else {
            spec.named("volumeAttributesClassName", Naming.SUBDOMAIN);
        }
        if (!spec.has("csi")) {
            spec.required("csi", "has to be specified when using volumeAttributesClassName");
        }
    }

    private static void capacity(Place spec) {
        var capacity = spec.map("capacity");
        if (capacity.isEmpty()) {
            spec.required("capacity");
        }
        if (!capacity.has("storage") || capacity.size() > 1) {
            spec.unsupported("capacity", spec.get("capacity"), List.of("storage"));
        }
        for (int i = 0; i < capacity.size(); i++) {
            var at = "capacity[" + capacity.keyAt(i) + "]";
            var amount = Quantity.parse(capacity.string(capacity.keyAt(i)));
            if (amount.signum() < 0) {
                spec.invalid(at, amount.value(), "must be a valid resource quantity");
            }
            if (amount.signum() <= 0) {
                spec.invalid(at, amount.toString(), POSITIVE);
            }
        }
    }

    private static void sources(Place spec, boolean pinned) {
        int found = 0;
        for (var kind : SOURCES) {
            if (!spec.has(kind)) {
                continue;
            }
            if (found++ > 0) {
                // Upstream spells one differently here, and does not mind another.
                if (!kind.equals("flexVolume")) {
                    spec.forbidden(kind.equals("cephfs") ? "cephFS" : kind, "may not specify more than 1 volume type");
                    continue;
                }
            }
            switch (kind) {
                case "local" -> {
                    var local = spec.in("local");
                    if (local.need("path")) {
                        VolumeRules.noSteps(local, "path", local.text("path"));
                    }
                    if (!pinned) {
                        spec.required("nodeAffinity", "Local volume requires node affinity");
                    }
                }
                case "csi" -> csi(spec.in("csi"));
                default -> {
                    VolumeRules.shared(spec, kind);
                    outside(spec, kind);
                }
            }
        }
        if (found == 0) {
            spec.required("", "must specify a volume type");
        }
    }

    /** What a volume that is of no namespace has to say besides. */
    private static void outside(Place spec, String kind) {
        var source = spec.in(kind);
        switch (kind) {
            case "cinder", "storageos" -> {
                if (source.has("secretRef")) {
                    source.in("secretRef").need("namespace");
                }
            }
            case "azureFile" -> {
                if (source.get("secretNamespace") instanceof String) {
                    source.need("secretNamespace");
                }
            }
            case "glusterfs" -> {
                if (!source.has("endpointsNamespace")) {
                    return;
                }
                if (source.text("endpointsNamespace").isEmpty()) {
                    source.invalid(
                            "endpointsNamespace",
                            "",
                            "if the endpointnamespace is set, it must be a valid namespace name");
                } else {
                    source.named("endpointsNamespace", Naming.LABEL);
                }
            }
            default -> {
                // Nothing more to say.
            }
        }
    }

    private static void csi(Place source) {
        VolumeRules.driver(source, "driver");
        source.need("volumeHandle");
        for (var key : SECRETS) {
            if (source.has(key)) {
                source.in(key).namedNeeded("name", Naming.SUBDOMAIN);
                source.in(key).namedNeeded("namespace", Naming.LABEL);
            }
        }
    }

    static void sameVolume(Place object, JsonMap old) {
        var spec = object.in("spec");
        var now = sourceOf(object.map("spec"));
        var then = sourceOf(old.map("spec"));
        // Secrets for growing may still be added.
        for (var key : List.of("controllerExpandSecretRef", "nodeExpandSecretRef")) {
            if (then.has("csi") && !then.map("csi").has(key) && now.map("csi").has(key)) {
                then = then.withAt(now.map("csi").map(key), "csi", key);
            }
        }
        if (!now.equals(then)) {
            object.forbidden(
                    "spec.persistentvolumesource",
                    "spec.persistentvolumesource is immutable after creation\n"
                            + GoStructs.diff("VolumeSource", then, now));
        }
        if (!Objects.equals(spec.get("volumeMode"), old.map("spec").get("volumeMode"))) {
            object.invalid("volumeMode", spec.get("volumeMode"), "field is immutable");
        }
        var affinity = old.map("spec").get("nodeAffinity");
        if (affinity != null && !affinity.equals(spec.get("nodeAffinity"))) {
            object.invalid(
                    "nodeAffinity",
                    spec.has("nodeAffinity") ? GoStructs.text("VolumeNodeAffinity", spec.map("nodeAffinity")) : null,
                    "field is immutable, except for updating from beta label to GA");
        }
    }

    private static JsonMap sourceOf(JsonMap spec) {
        var source = JsonMap.EMPTY;
        for (var kind : SOURCES) {
            source = spec.has(kind) ? source.with(kind, spec.map(kind)) : source;
        }
        return source;
    }

    /** Topologies that a class of storage is limited to. */
    static void topologies(Place object) {
        int count = object.list("allowedTopologies").size();
        var known = new java.util.ArrayList<java.util.Map<String, java.util.Set<Object>>>();
        object.each("allowedTopologies", term -> {
            var keys = new java.util.HashMap<String, java.util.Set<Object>>();
            term.each("matchLabelExpressions", requirement -> {
                var values = requirement.list("values");
                if (values.isEmpty()) {
                    requirement.required("values");
                }
                distinct(requirement, values);
                requirement.invalid("key", requirement.text("key"), Formats.qualifiedName(requirement.text("key")));
                if (keys.containsKey(requirement.text("key"))) {
                    requirement.duplicate("key", requirement.text("key"));
                }
                keys.put(
                        requirement.text("key"),
                        java.util.Set.copyOf(values.stream().collect(java.util.stream.Collectors.toSet())));
            });
            // Upstream has as many that ask for nothing from the start as there are in all.
            long doubles = (keys.isEmpty() ? count : 0)
                    + known.stream().filter(keys::equals).count();
            for (long i = 0; i < doubles; i++) {
                term.duplicate("matchLabelExpressions", "");
            }
            known.add(keys);
        });
    }

    private static void distinct(Place requirement, JsonList values) {
        var seen = new java.util.HashSet<>();
        for (int i = 0; i < values.size(); i++) {
            if (!seen.add(values.get(i))) {
                requirement.duplicate("values[" + i + "]", values.get(i));
            }
        }
    }
}
