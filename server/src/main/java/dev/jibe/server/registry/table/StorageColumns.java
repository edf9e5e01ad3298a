package dev.jibe.server.registry.table;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The columns of volumes and of what provides them. */
final class StorageColumns {

    private static final List<String> MODES =
            List.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod");
    private static final Map<String, String> SHORT_MODES =
            Map.of("ReadWriteOnce", "RWO", "ReadOnlyMany", "ROX", "ReadWriteMany", "RWX", "ReadWriteOncePod", "RWOP");
    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
    private static final List<String> DEFAULT_CLASS =
            List.of("storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class");

    private StorageColumns() {}

    private static Function<JsonMap, Object> spec(String key) {
        return object -> object.map("spec").string(key);
    }

    private static Function<JsonMap, Object> flag(String key) {
        return object -> object.map("spec").bool(key);
    }

    private static String modes(JsonList modes) {
        var given = modes.strings().toList();
        return MODES.stream().filter(given::contains).map(SHORT_MODES::get).collect(Collectors.joining(","));
    }

    private static String phase(JsonMap object) {
        return Cells.isTerminating(object)
                ? "Terminating"
                : object.map("status").string("phase");
    }

    private static String storageClass(JsonMap object) {
        return Cells.orIfAbsent(
                object.map("metadata").map("annotations"),
                CLASS_ANNOTATION,
                object.map("spec").string("storageClassName"));
    }

    private static String attributesClass(JsonMap object) {
        return Cells.orIfAbsent(object.map("spec"), "volumeAttributesClassName", Cells.UNSET);
    }

    private static String mode(JsonMap object) {
        return Cells.or(object.map("spec").string("volumeMode"), Cells.UNSET);
    }

    static ColumnList volumes(ColumnList list) {
        return list.name()
                .field(
                        "Capacity",
                        "string",
                        "spec.capacity",
                        o -> Cells.or(o.map("spec").map("capacity").string("storage"), "0"))
                .field(
                        "Access Modes",
                        "string",
                        "spec.accessModes",
                        o -> modes(o.map("spec").list("accessModes")))
                .field(
                        "Reclaim Policy",
                        "string",
                        "spec.persistentVolumeReclaimPolicy",
                        spec("persistentVolumeReclaimPolicy"))
                .field("Status", "string", "status.phase", StorageColumns::phase)
                .field("Claim", "string", "spec.claimRef", o -> {
                    var claim = o.map("spec").map("claimRef");
                    return !o.map("spec").has("claimRef") ? "" : claim.string("namespace") + "/" + claim.string("name");
                })
                .text("StorageClass", "string", "StorageClass of the pv", StorageColumns::storageClass)
                .text(
                        "VolumeAttributesClass",
                        "string",
                        "VolumeAttributesClass of the pv",
                        StorageColumns::attributesClass)
                .field("Reason", "string", "status.reason", o -> o.map("status").string("reason"))
                .age()
                .wideField("VolumeMode", "string", "spec.volumeMode", StorageColumns::mode);
    }

    static ColumnList claims(ColumnList list) {
        return list.name()
                .field("Status", "string", "status.phase", StorageColumns::phase)
                .field("Volume", "string", "spec.volumeName", spec("volumeName"))
                .field(
                        "Capacity",
                        "string",
                        "status.capacity",
                        o -> o.map("spec").string("volumeName").isEmpty()
                                ? ""
                                : Cells.or(o.map("status").map("capacity").string("storage"), "0"))
                .field(
                        "Access Modes",
                        "string",
                        "status.accessModes",
                        o -> o.map("spec").string("volumeName").isEmpty()
                                ? ""
                                : modes(o.map("status").list("accessModes")))
                .text("StorageClass", "string", "StorageClass of the pvc", StorageColumns::storageClass)
                .text(
                        "VolumeAttributesClass",
                        "string",
                        "VolumeAttributesClass of the pvc",
                        StorageColumns::attributesClass)
                .age()
                .wideField("VolumeMode", "string", "spec.volumeMode", StorageColumns::mode);
    }

    static ColumnList classes(ColumnList list) {
        return list.name(0, o -> Cells.classOf(o, DEFAULT_CLASS))
                .field("Provisioner", "string", "provisioner", o -> o.string("provisioner"))
                .field("ReclaimPolicy", "string", "reclaimPolicy", o -> Cells.or(o.string("reclaimPolicy"), "Delete"))
                .field(
                        "VolumeBindingMode",
                        "string",
                        "volumeBindingMode",
                        o -> Cells.or(o.string("volumeBindingMode"), "Immediate"))
                .field("AllowVolumeExpansion", "string", "allowVolumeExpansion", o -> o.bool("allowVolumeExpansion"))
                .age();
    }

    static ColumnList attributesClasses(ColumnList list) {
        return list.name()
                .field("DriverName", "string", "driverName", o -> o.string("driverName"))
                .age();
    }

    static ColumnList attachments(ColumnList list) {
        return list.name()
                .column("Attacher", "string", "name", list.doc("spec.attacher"), 0, spec("attacher"))
                .field(
                        "PV",
                        "string",
                        "spec.source.persistentVolumeName",
                        o -> o.map("spec").map("source").string("persistentVolumeName"))
                .field("Node", "string", "spec.nodeName", spec("nodeName"))
                .field(
                        "Attached",
                        "boolean",
                        "status.attached",
                        o -> o.map("status").bool("attached"))
                .age();
    }

    static ColumnList drivers(ColumnList list) {
        return list.name()
                .field("AttachRequired", "boolean", "spec.attachRequired", flag("attachRequired"))
                .field("PodInfoOnMount", "boolean", "spec.podInfoOnMount", flag("podInfoOnMount"))
                .field("StorageCapacity", "boolean", "spec.storageCapacity", flag("storageCapacity"))
                .field(
                        "TokenRequests",
                        "string",
                        "spec.tokenRequests",
                        o -> Cells.or(Cells.each(o.map("spec").list("tokenRequests"), "audience"), Cells.UNSET))
                .field("RequiresRepublish", "boolean", "spec.requiresRepublish", flag("requiresRepublish"))
                .field(
                        "Modes",
                        "string",
                        "spec.volumeLifecycleModes",
                        o -> Cells.or(Cells.joined(o.map("spec").list("volumeLifecycleModes")), Cells.NONE))
                .age();
    }

    static ColumnList driverNodes(ColumnList list) {
        return list.name()
                .text("Drivers", "integer", "Drivers indicates the number of CSI drivers registered on the node", o ->
                        (long) o.map("spec").list("drivers").size())
                .age();
    }
}
