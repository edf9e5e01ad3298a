package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Volumes made of several sources, and what a pod can learn about itself.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/storage/projected-volumes/">Projected Volumes</a> and <a
 * href="https://kubernetes.io/docs/concepts/workloads/pods/downward-api/">Downward API</a>.
 */
final class ProjectedRules {

    private static final List<String> FIELDS = List.of(
            "metadata.annotations",
            "metadata.labels",
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.host",
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.phase",
            "status.podIP",
            "status.podIPs");
    static final List<String> ENVIRONMENT_FIELDS = List.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");
    private static final List<String> VOLUME_FIELDS =
            List.of("metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid");
    private static final List<String> RESOURCES = List.of(
            "limits.cpu",
            "limits.ephemeral-storage",
            "limits.memory",
            "requests.cpu",
            "requests.ephemeral-storage",
            "requests.memory");
    private static final List<String> MEMORY_DIVISORS =
            List.of("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei");

    private ProjectedRules() {}

    static void projected(Place source) {
        Set<String> paths = new HashSet<>();
        source.each("sources", projection -> projection(source, projection, paths));
        VolumeRules.mode(source, "defaultMode");
    }

    private static void projection(Place volume, Place projection, Set<String> paths) {
        int found = 0;
        for (var kind : List.of(
                "secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle", "podCertificate")) {
            if (!projection.has(kind)) {
                continue;
            }
            var source = projection.in(kind);
            found++;
            switch (kind) {
                case "secret", "configMap" -> keys(volume, source, paths);
                case "downwardAPI" ->
                    source.each("items", item -> {
                        downwardFile(source, item.map());
                        distinct(volume, item.text("path"), item.text("path"), paths);
                    });
                case "serviceAccountToken" -> token(source);
                case "clusterTrustBundle" -> bundle(volume, source, paths);
                default -> certificate(volume, source, paths);
            }
        }
        if (found > 1) {
            projection.forbidden("", "may not specify more than 1 volume type per source");
        }
    }

    private static void distinct(Place volume, String shown, String path, Set<String> paths) {
        if (!path.isEmpty() && !paths.add(path)) {
            volume.invalid("", shown, "conflicting duplicate paths");
        }
    }

    private static void keys(Place volume, Place source, Set<String> paths) {
        source.need("name");
        source.each("items", item -> {
            VolumeRules.keyToPath(item);
            distinct(volume, source.text("name"), item.text("path"), paths);
        });
    }

    private static void token(Place source) {
        long seconds = source.number("expirationSeconds");
        if (seconds < 10 * 60) {
            source.invalid("expirationSeconds", seconds, "may not specify a duration less than 10 minutes");
        }
        if (seconds > 1L << 32) {
            source.invalid("expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds");
        }
        if (source.need("path")) {
            VolumeRules.localPath(source, "path", source.text("path"));
        }
    }

    private static void bundle(Place volume, Place source, Set<String> paths) {
        boolean name = source.has("name");
        boolean signer = source.has("signerName");
        if (name && signer) {
            source.invalid(
                    "",
                    GoStructs.text("BundleProjection", source.map()),
                    "only one of name and signerName may be used");
        } else if (name) {
            if (source.text("name").isEmpty()) {
                source.required("name", "must be a valid object name");
            }
            bundleName(source);
            if (source.has("labelSelector")) {
                source.invalid(
                        "labelSelector",
                        SelectorRules.shown(source.map("labelSelector")),
                        "labelSelector must be unset if name is specified");
            }
        } else if (signer) {
            if (source.text("signerName").isEmpty()) {
                source.required("signerName", "must be a valid signer name");
            }
            CertificateRules.signer(source, "signerName");
            SelectorRules.labels(source, "labelSelector");
        } else {
            source.required("", "either name or signerName must be specified");
        }
        if (source.need("path")) {
            VolumeRules.localPath(source, "path", source.text("path"));
            distinct(volume, source.text("path"), source.text("path"), paths);
        }
    }

    /** What stands before the last colon of a name tells of the signer. */
    private static void bundleName(Place source) {
        var name = source.text("name");
        int colon = name.lastIndexOf(':');
        var signer = colon < 0 ? "" : name.substring(0, colon).replace(':', '/');
        for (var wrong : TrustBundleRules.wrongName(signer, name, false)) {
            source.invalid("name", name, "not a valid clustertrustbundlename: " + wrong);
        }
    }

    private static void certificate(Place volume, Place source, Set<String> paths) {
        CertificateRules.signer(source, "signerName");
        PodCertificateRules.annotations(source, "userAnnotations");
        source.oneOf("keyType", List.of("RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"));
        if (source.has("maxExpirationSeconds")) {
            lifetime(source, source.number("maxExpirationSeconds"));
        }
        boolean named = false;
        for (var key : List.of("credentialBundlePath", "keyPath", "certificateChainPath")) {
            if (!source.text(key).isEmpty()) {
                named = true;
                VolumeRules.localPath(source, key, source.text(key));
                distinct(volume, source.text(key), source.text(key), paths);
            }
        }
        if (!named) {
            source.required("", "specify at least one of credentialBundlePath, keyPath, and certificateChainPath");
        }
    }

    private static void lifetime(Place certificate, long seconds) {
        if (seconds < 60 * 60) {
            certificate.invalid("maxExpirationSeconds", seconds, "if provided, maxExpirationSeconds must be >= 3600");
        }
        int most = PodCertificateRules.maxSeconds(certificate.text("signerName"));
        if (seconds > most) {
            certificate.invalid(
                    "maxExpirationSeconds", seconds, "if provided, maxExpirationSeconds must be <= " + most);
        }
    }

    /** One file about the pod; upstream reports at the place of the whole list. */
    static void downwardFile(Place source, JsonMap item) {
        var file = source.as(item);
        if (file.need("path")) {
            VolumeRules.localPath(file, "path", file.text("path"));
        }
        if (file.has("fieldRef")) {
            field(file.in("fieldRef"), VOLUME_FIELDS);
            if (file.has("resourceFieldRef")) {
                file.invalid("", "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
            }
        } else if (file.has("resourceFieldRef")) {
            resource(file.in("resourceFieldRef"), true);
        } else {
            file.required("", "one of fieldRef and resourceFieldRef is required");
        }
        VolumeRules.mode(file, "mode");
    }

    static void field(Place reference, List<String> supported) {
        if (!reference.need("apiVersion") || !reference.need("fieldPath")) {
            return;
        }
        var path = reference.text("fieldPath");
        int bracket = path.endsWith("']") ? path.indexOf("['") : -1;
        if (!reference.text("apiVersion").equals("v1")) {
            unconverted(reference, "unsupported pod version: " + reference.text("apiVersion"));
            return;
        }
        if (bracket > 0) {
            var key = path.substring(bracket + 2, path.length() - 2);
            switch (path.substring(0, bracket)) {
                case "metadata.annotations" ->
                    reference.invalid(
                            "", key.toLowerCase(Locale.ROOT), Formats.qualifiedName(key.toLowerCase(Locale.ROOT)));
                case "metadata.labels" -> reference.invalid("", key, Formats.qualifiedName(key));
                default -> unconverted(reference, "field label does not support subscript: " + path);
            }
        } else if (!FIELDS.contains(path)) {
            unconverted(reference, "field label not supported: " + path);
        } else {
            var converted = path.equals("spec.host") ? "spec.nodeName" : path;
            if (!supported.contains(converted)) {
                reference.unsupported("fieldPath", converted, supported);
            }
        }
    }

    private static void unconverted(Place reference, String why) {
        reference.invalid("fieldPath", reference.text("fieldPath"), "error converting fieldPath: " + why);
    }

    static void resource(Place reference, boolean volume) {
        var name = reference.text("resource");
        if (volume && reference.text("containerName").isEmpty()) {
            reference.required("containerName");
        } else if (name.isEmpty()) {
            reference.required("resource");
        } else if (!RESOURCES.contains(name)
                && !name.startsWith("limits.hugepages-")
                && !name.startsWith("requests.hugepages-")) {
            reference.unsupported("resource", name, RESOURCES);
        }
        var divisor = reference.text("divisor");
        if (divisor.isEmpty() || divisor.equals("0")) {
            return;
        }
        boolean cpu = RESOURCES.contains(name) && name.endsWith(".cpu");
        if (cpu && !List.of("1m", "1").contains(divisor)) {
            reference.invalid("divisor", name, "only divisor's values 1m and 1 are supported with the cpu resource");
        }
        var kind = name.endsWith(".memory")
                ? "memory"
                : name.endsWith(".ephemeral-storage") ? "local ephemeral storage" : "hugepages";
        boolean known = RESOURCES.contains(name)
                || name.startsWith("limits.hugepages-")
                || name.startsWith("requests.hugepages-");
        if (!cpu && known && !MEMORY_DIVISORS.contains(divisor)) {
            reference.invalid(
                    "divisor",
                    name,
                    "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with"
                            + " the " + kind + " resource");
        }
    }
}
