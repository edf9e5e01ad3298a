package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Mounts and block devices of a container. */
final class MountRules {

    private MountRules() {}

    static void mounts(Place container, Map<String, JsonMap> volumes) {
        var mounts = container.list("volumeMounts");
        if (mounts.isEmpty()) {
            return;
        }
        var devices = container.list("volumeDevices");
        Set<String> paths = HashSet.newHashSet(mounts.size());
        for (int i = 0; i < mounts.size(); i++) {
            var mount = container.item("volumeMounts", i);
            var name = mount.text("name");
            var path = mount.text("mountPath");
            mount.need("name");
            if (!volumes.containsKey(name)) {
                mount.notFound("name", name);
            }
            mount.need("mountPath");
            if (!paths.add(path)) {
                mount.invalid("mountPath", path, "must be unique");
            }
            if (has(devices, "name", name)) {
                mount.invalid("name", name, "must not already exist in volumeDevices");
            }
            if (has(devices, "devicePath", path)) {
                mount.invalid("mountPath", path, "must not already exist as a path in volumeDevices");
            }
            parts(container, mount);
            propagation(container, mount);
        }
    }

    private static boolean has(JsonList items, String key, String value) {
        for (int i = 0; i < items.size(); i++) {
            if (items.map(i).string(key).equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static void parts(Place container, Place mount) {
        var part = mount.text("subPath");
        var expression = mount.text("subPathExpr");
        if (!part.isEmpty()) {
            VolumeRules.descending(container, "volumeMounts.subPath", part);
        }
        if (!expression.isEmpty()) {
            if (!part.isEmpty()) {
                mount.invalid("subPathExpr", expression, "subPathExpr and subPath are mutually exclusive");
            }
            VolumeRules.descending(container, "volumeMounts.subPathExpr", expression);
        }
    }

    private static void propagation(Place container, Place mount) {
        var mode = mount.text("mountPropagation");
        if (mount.has("mountPropagation")) {
            var supported = List.of("Bidirectional", "HostToContainer", "None");
            if (!supported.contains(mode)) {
                container.unsupported("volumeMounts.mountPropagation", mode, supported);
            }
            if (mode.equals("Bidirectional")
                    && !container.map("securityContext").bool("privileged")) {
                container.forbidden(
                        "volumeMounts.mountPropagation",
                        "Bidirectional mount propagation is available only to privileged containers");
            }
        }
        if (!mount.has("recursiveReadOnly")) {
            return;
        }
        switch (mount.text("recursiveReadOnly")) {
            case "Disabled" -> {
                // As if it were not there.
            }
            // Said of the list, not of the place in it.
            case "Enabled", "IfPossible" -> {
                var at = "volumeMounts.recursiveReadOnly";
                if (!mount.flag("readOnly")) {
                    container.forbidden(at, "may only be specified when readOnly is true");
                }
                if (mount.has("mountPropagation") && !mode.equals("None")) {
                    container.forbidden(at, "may only be specified when mountPropagation is None or not specified");
                }
            }
            default ->
                container
                        .as(container.map().with("volumeMounts", mount.map()))
                        .in("volumeMounts")
                        .oneOf("recursiveReadOnly", List.of("Disabled", "Enabled", "IfPossible"));
        }
    }

    static void devices(Place container, Map<String, JsonMap> volumes) {
        var devices = container.list("volumeDevices");
        if (devices.isEmpty()) {
            return;
        }
        var mounts = container.list("volumeMounts");
        Set<String> names = new HashSet<>();
        Set<String> paths = new HashSet<>();
        for (int i = 0; i < devices.size(); i++) {
            var device = container.item("volumeDevices", i);
            var name = device.text("name");
            var path = device.text("devicePath");
            device.need("name");
            if (names.contains(name)) {
                device.invalid("name", name, "must be unique");
            }
            var volume = volumes.get(name);
            if (volume == null) {
                device.notFound("name", name);
            } else if (!volume.has("persistentVolumeClaim") && !volume.has("ephemeral")) {
                device.invalid(
                        "name",
                        name,
                        "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
            }
            device.need("devicePath");
            if (paths.contains(path)) {
                device.invalid("devicePath", path, "must be unique");
            }
            if (VolumeRules.hasSteps(path)) {
                device.invalid("devicePath", path, "can not contain backsteps ('..')");
            } else {
                paths.add(path);
            }
            if (has(mounts, "name", name)) {
                device.invalid("name", name, "must not already exist in volumeMounts");
            }
            if (has(mounts, "mountPath", path)) {
                device.invalid("devicePath", path, "must not already exist as a path in volumeMounts");
            }
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
    }
}
