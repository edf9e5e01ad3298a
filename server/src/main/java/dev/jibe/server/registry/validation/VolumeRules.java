package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Where the files of pods and persistent volumes come from.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/storage/volumes/">Volumes</a>.
 */
final class VolumeRules {

    private static final String MODE = "must be a number between 0 and 0777 (octal), both inclusive";
    private static final List<String> PATH_TYPES = List.of(
            "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");
    private static final Pattern IQN = Pattern.compile("iqn\\.\\d{4}-\\d{2}\\.([A-Za-z0-9.-]+)(:[^,;*&$|\\s]+)");
    private static final Pattern EUI = Pattern.compile("eui\\.[A-Za-z0-9]{16}");
    private static final Pattern NAA = Pattern.compile("naa\\.[A-Za-z0-9]{32}");
    private static final int MAX_DRIVER = 63;
    private static final int MAX_TARGET = 64;

    /** The sources in the order in which they are looked at. */
    private static final Map<String, Consumer<Place>> SOURCES = sources();

    private VolumeRules() {}

    private static Map<String, Consumer<Place>> sources() {
        var sources = new java.util.LinkedHashMap<String, Consumer<Place>>();
        sources.put("emptyDir", VolumeRules::emptyDir);
        sources.put("hostPath", VolumeRules::hostPath);
        sources.put("gitRepo", source -> {
            source.need("repository");
            descending(source, "directory", source.text("directory"));
        });
        sources.put("gcePersistentDisk", source -> partitioned(source, "pdName"));
        sources.put("awsElasticBlockStore", source -> partitioned(source, "volumeID"));
        sources.put("secret", source -> files(source, "secretName"));
        sources.put("nfs", VolumeRules::nfs);
        sources.put("iscsi", VolumeRules::iscsi);
        sources.put("glusterfs", source -> need(source, "endpoints", "path"));
        sources.put("flocker", VolumeRules::flocker);
        sources.put("persistentVolumeClaim", source -> need(source, "claimName"));
        sources.put("rbd", VolumeRules::rbd);
        sources.put("cinder", source -> {
            source.need("volumeID");
            secret(source, "secretRef");
        });
        sources.put("cephfs", source -> {
            if (source.list("monitors").isEmpty()) {
                source.required("monitors");
            }
        });
        sources.put("quobyte", VolumeRules::quobyte);
        sources.put("downwardAPI", source -> {
            mode(source, "defaultMode");
            source.each("items", item -> ProjectedRules.downwardFile(source, item.map()));
        });
        sources.put("fc", VolumeRules::fibreChannel);
        sources.put("flexVolume", VolumeRules::flex);
        sources.put("configMap", source -> files(source, "name"));
        sources.put("azureFile", source -> need(source, "secretName", "shareName"));
        sources.put("vsphereVolume", source -> need(source, "volumePath"));
        sources.put("photonPersistentDisk", source -> need(source, "pdID"));
        sources.put("portworxVolume", source -> need(source, "volumeID"));
        sources.put("azureDisk", VolumeRules::azureDisk);
        sources.put("storageos", VolumeRules::storageOs);
        sources.put("projected", ProjectedRules::projected);
        sources.put("scaleIO", source -> need(source, "gateway", "system", "volumeName"));
        sources.put("csi", source -> {
            driver(source, "driver");
            secret(source, "nodePublishSecretRef");
        });
        return sources;
    }

    /** Looks at all volumes; answers those that mounts may name. */
    static Map<String, JsonMap> check(Place spec, String podName) {
        var volumes = spec.list("volumes");
        if (volumes.isEmpty()) {
            return Map.of();
        }
        Map<String, JsonMap> known = HashMap.newHashMap(volumes.size());
        for (int i = 0; i < volumes.size(); i++) {
            var volume = spec.item("volumes", i);
            var name = volume.text("name");
            int before = spec.report().count();
            source(volume, podName);
            if (volume.need("name")) {
                volume.named("name", Naming.LABEL);
            }
            if (known.containsKey(name)) {
                volume.duplicate("name", name);
            }
            if (spec.report().count() == before) {
                known.put(name, volume.map());
            }
            created(volume, spec, podName);
        }
        return known;
    }

    /** A volume may not name a claim that is made for the pod itself. */
    private static void created(Place volume, Place spec, String podName) {
        var claim = volume.map("persistentVolumeClaim").string("claimName");
        if (podName.isEmpty() || !claim.startsWith(podName + "-")) {
            return;
        }
        boolean made = spec.list("volumes")
                .maps()
                .anyMatch(other -> other.has("ephemeral") && claim.equals(podName + "-" + other.string("name")));
        if (made) {
            volume.invalid(
                    "persistentVolumeClaim.claimName",
                    claim,
                    "must not reference a PVC that gets created for an ephemeral volume");
        }
    }

    private static void source(Place volume, String podName) {
        int found = 0;
        for (var entry : SOURCES.entrySet()) {
            if (volume.has(entry.getKey())) {
                found++;
                one(volume, entry.getKey(), found, entry.getValue());
            }
        }
        if (volume.has("ephemeral")) {
            found++;
            one(volume, "ephemeral", found, source -> ephemeral(source, volume.text("name"), podName));
        }
        if (volume.has("image")) {
            found++;
            one(volume, "image", found, source -> {
                source.need("reference");
                ContainerRules.pullPolicy(source, "pullPolicy");
            });
        }
        if (found == 0) {
            volume.required("", "must specify a volume type");
        }
    }

    private static void one(Place volume, String kind, int found, Consumer<Place> rule) {
        if (found > 1) {
            // Upstream's own spelling.
            var shown = kind.equals("downwardAPI") ? "downwarAPI" : kind.equals("cephfs") ? "cephFS" : kind;
            volume.forbidden(shown, "may not specify more than 1 volume type");
        } else {
            rule.accept(inner(volume, kind));
        }
    }

    /** What is wrong with a disk is said by another name than that there is one too many. */
    private static Place inner(Place volume, String kind) {
        return kind.equals("gcePersistentDisk") ? volume.as(volume.map(kind)).at("persistentDisk") : volume.in(kind);
    }

    /** The source of a kind that pods and persistent volumes share. */
    static void shared(Place parent, String kind) {
        var rule = SOURCES.get(kind);
        if (rule != null) {
            rule.accept(inner(parent, kind));
        }
    }

    static void need(Place source, String... keys) {
        for (var key : keys) {
            source.need(key);
        }
    }

    private static void emptyDir(Place source) {
        var limit = source.text("sizeLimit");
        if (!limit.isEmpty() && Quantity.parse(limit).signum() < 0) {
            source.forbidden("sizeLimit", "SizeLimit field must be a valid resource quantity");
        }
    }

    private static void hostPath(Place source) {
        if (!source.need("path")) {
            return;
        }
        noSteps(source, "path", source.text("path"));
        source.oneOfIfSet("type", PATH_TYPES);
    }

    private static void partitioned(Place source, String name) {
        source.need(name);
        long partition = source.number("partition");
        if (partition < 0 || partition > 255) {
            source.invalid("partition", partition, "must be between 1 and 255, inclusive");
        }
    }

    private static void nfs(Place source) {
        source.need("server");
        source.need("path");
        if (!source.text("path").startsWith("/")) {
            source.invalid("path", source.text("path"), "must be an absolute path");
        }
    }

    private static void iscsi(Place source) {
        boolean persistent = List.of("PersistentVolume", "VolumeAttachment")
                .contains(source.root().text("kind"));
        source.need("targetPortal");
        var portal = source.text("targetPortal");
        var volume = source.root().map("metadata").string("name");
        if (persistent && source.has("initiatorName") && volume.length() + 1 + portal.length() > MAX_TARGET) {
            source.invalid(
                    "targetportal",
                    portal,
                    "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if"
                            + " iscsi.initiatorName is specified.");
        }
        if (source.need("iqn")) {
            initiator(source, "iqn", source.text("iqn"), persistent);
        }
        source.between("lun", source.number("lun"), 0, 255);
        if ((source.flag("chapAuthDiscovery") || source.flag("chapAuthSession")) && !source.has("secretRef")) {
            source.required("secretRef");
        }
        if (persistent
                && source.has("secretRef")
                && source.map("secretRef").string("name").isEmpty()) {
            source.required("secretRef.name");
        }
        if (source.has("initiatorName")) {
            initiator(source, "initiatorname", source.text("initiatorName"), persistent);
        }
    }

    private static void initiator(Place source, String key, String name, boolean persistent) {
        if (!persistent && !name.startsWith("iqn") && !name.startsWith("eui") && !name.startsWith("naa")) {
            source.invalid(key, name, "must be valid format starting with iqn, eui, or naa");
        } else if (!isInitiator(name)) {
            source.invalid(key, name, "must be valid format");
        }
    }

    private static boolean isInitiator(String name) {
        return IQN.matcher(name).matches()
                || EUI.matcher(name).matches()
                || NAA.matcher(name).matches();
    }

    private static void flocker(Place source) {
        boolean name = !source.text("datasetName").isEmpty();
        boolean id = !source.text("datasetUUID").isEmpty();
        if (!name && !id) {
            source.required("", "one of datasetName and datasetUUID is required");
        }
        if (name && id) {
            source.invalid("", "resource", "datasetName and datasetUUID can not be specified simultaneously");
        }
        if (source.text("datasetName").contains("/")) {
            source.invalid("datasetName", source.text("datasetName"), "must not contain '/'");
        }
    }

    private static void rbd(Place source) {
        if (source.list("monitors").isEmpty()) {
            source.required("monitors");
        }
        source.need("image");
    }

    private static void quobyte(Place source) {
        var registry = source.text("registry");
        if (registry.isEmpty()) {
            source.required("registry", "must be a host:port pair or multiple pairs separated by commas");
        } else if (registry.length() >= 65) {
            source.tooLong("registry", 65);
        } else {
            for (var pair : registry.split(",", -1)) {
                if (!pair.matches("[^:]*:[^:]*")) {
                    source.invalid(
                            "registry", registry, "must be a host:port pair or multiple pairs separated by commas");
                }
            }
        }
        source.need("volume");
    }

    private static void fibreChannel(Place source) {
        var names = source.list("targetWWNs");
        var ids = source.list("wwids");
        if (names.isEmpty() && ids.isEmpty()) {
            source.required("targetWWNs", "must specify either targetWWNs or wwids, but not both");
        }
        if (!names.isEmpty() && !ids.isEmpty()) {
            source.invalid("targetWWNs", names, "targetWWNs and wwids can not be specified simultaneously");
        }
        if (!names.isEmpty()) {
            if (!source.has("lun")) {
                source.required("lun", "lun is required if targetWWNs is specified");
            } else {
                source.between("lun", source.number("lun"), 0, 255);
            }
        }
    }

    private static void flex(Place source) {
        source.need("driver");
        for (var name : source.map("options").strings().keySet()) {
            int slash = name.indexOf('/');
            var domain = name.substring(0, Math.max(slash, 0));
            if (domain.endsWith("kubernetes.io") || domain.endsWith("k8s.io")) {
                source.invalid("options[" + name + "]", name, "kubernetes.io and k8s.io namespaces are reserved");
            }
        }
    }

    private static void azureDisk(Place source) {
        need(source, "diskName", "diskURI");
        source.oneOfIfSet("cachingMode", List.of("None", "ReadOnly", "ReadWrite"));
        if (!source.has("kind")) {
            return;
        }
        boolean managed = source.text("kind").equals("Managed");
        var uri = source.text("diskURI");
        if (managed && !uri.startsWith("/subscriptions/")) {
            source.unsupported(
                    "diskURI",
                    uri,
                    List.of("/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/"
                            + "{disk-id}"));
        }
        if (!managed && !uri.startsWith("https://")) {
            source.unsupported(
                    "diskURI",
                    uri,
                    List.of("https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"));
        }
    }

    private static void storageOs(Place source) {
        source.namedNeeded("volumeName", Naming.LABEL);
        source.namedIfSet("volumeNamespace", Naming.LABEL);
        secret(source, "secretRef");
    }

    private static void secret(Place source, String key) {
        if (source.has(key)) {
            source.in(key).need("name");
        }
    }

    /** The name of a driver: required, not too long, and a subdomain but for its case. */
    static void driver(Place place, String key) {
        var name = place.text(key);
        if (name.isEmpty()) {
            place.required(key);
            return;
        }
        if (name.length() > MAX_DRIVER) {
            place.tooLong(key, MAX_DRIVER);
        }
        place.invalid(key, name, Naming.SUBDOMAIN.wrong(name.toLowerCase(Locale.ROOT), false));
    }

    private static void ephemeral(Place source, String volumeName, String podName) {
        if (!source.has("volumeClaimTemplate")) {
            source.required("volumeClaimTemplate");
        } else {
            var template = source.in("volumeClaimTemplate");
            MetaRules.template(template.in("metadata"));
            StorageRules.claimSpec(template.in("spec"));
        }
        if (!podName.isEmpty() && !volumeName.isEmpty()) {
            var name = podName + "-" + volumeName;
            for (var wrong : Naming.SUBDOMAIN.wrong(name, false)) {
                source.invalid("name", volumeName, "PVC name \"" + name + "\": " + wrong);
            }
        }
    }

    private static void files(Place source, String name) {
        source.need(name);
        mode(source, "defaultMode");
        source.each("items", VolumeRules::keyToPath);
    }

    static void keyToPath(Place item) {
        item.need("key");
        if (item.need("path")) {
            localPath(item, "path", item.text("path"));
        }
        mode(item, "mode");
    }

    static void mode(Place place, String key) {
        if (place.has(key) && (place.number(key) < 0 || place.number(key) > 0777)) {
            place.invalid(key, place.number(key), MODE);
        }
    }

    /** A path below a directory that does not leave it. */
    static void descending(Place place, String key, String path) {
        if (path.startsWith("/")) {
            place.invalid(key, path, "must be a relative path");
        }
        noSteps(place, key, path);
    }

    static void localPath(Place place, String key, String path) {
        descending(place, key, path);
        if (path.startsWith("..") && !path.startsWith("../") && !path.equals("..")) {
            place.invalid(key, path, "must not start with '..'");
        }
    }

    static boolean hasSteps(String path) {
        return path.contains("..") && List.of(path.split("/", -1)).contains("..");
    }

    static void noSteps(Place place, String key, String path) {
        if (hasSteps(path)) {
            place.invalid(key, path, "must not contain '..'");
        }
    }
}
