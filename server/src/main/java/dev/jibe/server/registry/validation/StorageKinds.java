package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Kind.META;
import static dev.jibe.server.registry.validation.Kind.META_UPDATE;
import static dev.jibe.server.registry.validation.Kind.rule;
import static dev.jibe.server.registry.validation.Kind.steps;
import static dev.jibe.server.registry.validation.Naming.SUBDOMAIN;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Volumes, claims, classes and drivers of storage. */
final class StorageKinds {

    private static final int MAX_PARAMETERS = 512;
    private static final int MAX_PARAMETERS_BYTES = 256 << 10;
    private static final int MAX_NODE_ID = 256;

    static final Map<String, Kind> KINDS = Map.of(
            "persistentvolumeclaims",
            new Kind(
                            SUBDOMAIN,
                            steps(META, rule(StorageRules::claim)),
                            steps(META_UPDATE, META, StorageRules::changedClaim, StorageRules::sameClaim))
                    .withStatus(META_UPDATE, rule(StatusRules::claim)),
            "persistentvolumes",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(StorageRules::volume)),
                    steps(
                            META,
                            rule(StorageRules::volume),
                            META,
                            rule(StorageRules::volume),
                            StorageRules::sameVolume)),
            "storageclasses.storage.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(StorageKinds::storageClass)),
                    steps(META, rule(StorageKinds::storageClass), META_UPDATE, StorageKinds::sameClass)),
            "volumeattachments.storage.k8s.io",
            new Kind(
                            SUBDOMAIN,
                            steps(META, rule(StorageKinds::attachment)),
                            steps(META, rule(StorageKinds::attachment), StorageKinds::sameAttachment))
                    .withStatus(META, rule(StorageKinds::attachment), rule(StatusRules::attachment)),
            "csinodes.storage.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(StorageKinds::csiNode)),
                    steps(META, rule(StorageKinds::csiNode), StorageKinds::sameCsiNode)),
            "csidrivers.storage.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(StorageKinds::csiDriver)),
                    steps(META_UPDATE, rule(StorageKinds::csiDriver), StorageKinds::sameCsiDriver)),
            "csistoragecapacities.storage.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(StorageKinds::capacity)),
                    steps(META, rule(StorageKinds::capacity), META_UPDATE, StorageKinds::sameCapacity)),
            "volumeattributesclasses.storage.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(StorageKinds::attributesClass)),
                    steps(META_UPDATE, StorageKinds::sameAttributes, META, rule(StorageKinds::attributesClass))));

    private StorageKinds() {}

    private static void provisioner(Place object, String key) {
        if (object.need(key)) {
            var lower = object.text(key).toLowerCase(Locale.ROOT);
            object.invalid(key, lower, Formats.qualifiedName(lower));
        }
    }

    private static void storageClass(Place object) {
        provisioner(object, "provisioner");
        parameters(object, true);
        if (!object.text("reclaimPolicy").isEmpty()) {
            object.oneOf("reclaimPolicy", List.of("Delete", "Retain"));
        }
        if (!object.has("volumeBindingMode")) {
            object.required("volumeBindingMode");
        } else {
            object.oneOf("volumeBindingMode", List.of("Immediate", "WaitForFirstConsumer"));
        }
        StorageRules.topologies(object);
    }

    private static void parameters(Place object, boolean mayBeEmpty) {
        var parameters = object.map("parameters");
        if (parameters.size() > MAX_PARAMETERS) {
            object.tooLong("parameters", MAX_PARAMETERS);
            return;
        }
        long total = 0;
        for (int i = 0; i < parameters.size(); i++) {
            var key = parameters.keyAt(i);
            if (key.isEmpty()) {
                object.invalid("parameters", key, "field can not be empty.");
            }
            total += key.length() + parameters.string(key).length();
        }
        if (total > MAX_PARAMETERS_BYTES) {
            object.tooLong("parameters", MAX_PARAMETERS_BYTES);
        }
        if (!mayBeEmpty && parameters.isEmpty()) {
            object.required("parameters", "must contain at least one key/value pair");
        }
    }

    private static void sameClass(Place object, JsonMap old) {
        if (!object.map("parameters").equals(old.map("parameters"))) {
            object.invalid("parameters", object.get("parameters"), "field is immutable");
        }
        for (var key : List.of("provisioner", "reclaimPolicy", "volumeBindingMode")) {
            object.immutable(key, old);
        }
    }

    private static void attachment(Place object) {
        var spec = object.in("spec");
        VolumeRules.driver(spec, "attacher");
        var source = spec.in("source");
        boolean name = source.has("persistentVolumeName");
        boolean inline = source.has("inlineVolumeSpec");
        if (name == inline) {
            var why = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
            if (name) {
                spec.forbidden("source", why);
            } else {
                spec.required("source", why);
            }
        } else if (name) {
            if (source.text("persistentVolumeName").isEmpty()) {
                source.required("persistentVolumeName", "must specify non empty persistentVolumeName");
            }
        } else {
            StorageRules.inlineVolume(source.in("inlineVolumeSpec"));
        }
        spec.named("nodeName", SUBDOMAIN);
        if (source.has("persistentVolumeName")) {
            source.named("persistentVolumeName", SUBDOMAIN);
        }
    }

    private static void sameAttachment(Place object, JsonMap old) {
        if (!object.map("spec").equals(old.map("spec"))) {
            object.invalid("spec", GoStructs.text("AttachmentSpec", object.map("spec")), "field is immutable");
        }
    }

    private static void csiNode(Place object) {
        Set<String> names = new HashSet<>();
        object.in("spec").each("drivers", driver -> {
            var name = driver.text("name");
            VolumeRules.driver(driver, "name");
            var id = driver.text("nodeID");
            if (driver.need("nodeID") && id.length() > MAX_NODE_ID) {
                driver.invalid("nodeID", id, "must be " + MAX_NODE_ID + " characters or less");
            }
            driver.in("allocatable").notNegative("count");
            if (!names.add(name)) {
                driver.duplicate("name", name);
            }
            Set<String> keys = new HashSet<>();
            driver.list("topologyKeys").strings().forEach(key -> {
                if (key.isEmpty()) {
                    driver.required("");
                }
                if (!keys.add(key)) {
                    driver.duplicate("", key);
                }
                driver.invalid("", key, Formats.qualifiedName(key));
            });
        });
    }

    private static void sameCsiNode(Place object, JsonMap old) {
        for (var before : old.map("spec").list("drivers").maps().toList()) {
            for (var now : object.map("spec").list("drivers").maps().toList()) {
                boolean same = now.string("name").equals(before.string("name"));
                if (same && !now.without("allocatable").equals(before.without("allocatable"))) {
                    object.invalid(
                            "spec.drivers",
                            GoStructs.text("CSINodeDriver", now.without("allocatable")),
                            "field is immutable");
                }
            }
        }
    }

    private static void csiDriver(Place object) {
        var spec = object.in("spec");
        for (var key : List.of("attachRequired", "podInfoOnMount", "storageCapacity")) {
            if (!spec.has(key)) {
                spec.required(key);
            }
        }
        if (!spec.has("fsGroupPolicy")) {
            spec.required("fsGroupPolicy");
        } else {
            spec.oneOf("fsGroupPolicy", List.of("File", "None", "ReadWriteOnceWithFSType"));
        }
        tokens(spec);
        var supported = List.of("Persistent", "Ephemeral");
        spec.eachText("volumeLifecycleModes", (at, mode) -> {
            if (!supported.contains(mode)) {
                spec.unsupported("volumeLifecycleModes", mode, supported);
            }
        });
        if (!spec.has("seLinuxMount")) {
            spec.required("seLinuxMount");
        }
        if (spec.has("nodeAllocatableUpdatePeriodSeconds") && spec.number("nodeAllocatableUpdatePeriodSeconds") < 10) {
            spec.invalid(
                    "nodeAllocatableUpdatePeriodSeconds",
                    spec.number("nodeAllocatableUpdatePeriodSeconds"),
                    "must be greater than or equal to 10 seconds");
        }
        if (Declared.isSet(spec, "serviceAccountTokenInSecrets")
                && spec.list("tokenRequests").isEmpty()) {
            spec.invalid(
                    "serviceAccountTokenInSecrets",
                    spec.flag("serviceAccountTokenInSecrets"),
                    "serviceAccountTokenInSecrets is set but no tokenRequests are specified");
        }
    }

    private static void tokens(Place spec) {
        Set<String> audiences = new HashSet<>();
        spec.each("tokenRequests", request -> {
            if (!audiences.add(request.text("audience"))) {
                request.duplicate("audience", request.text("audience"));
            }
            if (!request.has("expirationSeconds")) {
                return;
            }
            long seconds = request.number("expirationSeconds");
            if (seconds < 600) {
                request.invalid("expirationSeconds", seconds, "may not specify a duration less than 10 minutes");
            }
            if (seconds > 1L << 32) {
                request.invalid("expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds");
            }
        });
    }

    private static void sameCsiDriver(Place object, JsonMap old) {
        var spec = object.in("spec");
        var before = old.map("spec");
        spec.immutable("attachedRequired", spec.get("attachRequired"), before.get("attachRequired"));
        spec.immutable("volumeLifecycleModes", before);
    }

    private static void capacity(Place object) {
        SelectorRules.labels(object, "nodeTopology");
        object.named("storageClassName", SUBDOMAIN);
        if (object.has("capacity") && Quantity.parse(object.text("capacity")).signum() < 0) {
            object.invalid("capacity", object.text("capacity"), "must be greater than or equal to 0");
        }
    }

    private static void sameCapacity(Place object, JsonMap old) {
        if (!Objects.equals(object.get("nodeTopology"), old.get("nodeTopology"))) {
            object.invalid(
                    "nodeTopology",
                    object.has("nodeTopology") ? SelectorRules.shown(object.map("nodeTopology")) : null,
                    "field is immutable");
        }
        object.immutable("storageClassName", old);
    }

    private static void attributesClass(Place object) {
        provisioner(object, "driverName");
        parameters(object, false);
    }

    private static void sameAttributes(Place object, JsonMap old) {
        for (var key : List.of("driverName", "parameters")) {
            if (!Objects.equals(object.get(key), old.get(key))) {
                object.forbidden(key, "updates to " + key + " are forbidden.");
            }
        }
    }
}
