package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What clients are told about pods, and templates of pods. */
final class PodWarnings {

    private static final Map<String, String> LABELS = Map.of(
            "beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
            "beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead",
            "failure-domain.beta.kubernetes.io/region",
                    "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
            "failure-domain.beta.kubernetes.io/zone",
                    "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
            "beta.kubernetes.io/instance-type",
                    "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead");
    private static final List<String> SOURCES = List.of(
            "photonPersistentDisk",
            "gitRepo",
            "scaleIO",
            "flocker",
            "storageos",
            "quobyte",
            "glusterfs",
            "cephfs",
            "rbd");
    private static final Map<String, String> SOURCE_NOTES = Map.of(
            "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+",
            "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+",
            "scaleIO", "deprecated in v1.16, non-functional in v1.22+",
            "flocker", "deprecated in v1.22, non-functional in v1.25+",
            "storageos", "deprecated in v1.22, non-functional in v1.25+",
            "quobyte", "deprecated in v1.22, non-functional in v1.25+",
            "glusterfs", "deprecated in v1.25, non-functional in v1.26+",
            "cephfs", "deprecated in v1.28, non-functional in v1.31+",
            "rbd", "deprecated in v1.28, non-functional in v1.31+");

    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    /** The resources that are counted in bytes. */
    static final List<String> BYTES = List.of("memory", "ephemeral-storage");

    /** Before this source upstream looks at claims that are made for the pod. */
    private static final String CEPH = "cephfs";

    private static final String SECCOMP = "seccomp.security.alpha.kubernetes.io/pod";

    private PodWarnings() {}

    /** Since when a label is deprecated, and what is there instead; empty if it is not. */
    static String deprecatedLabel(String key) {
        return LABELS.getOrDefault(key, "");
    }

    static void add(List<String> found, String at, JsonMap metadata, String metadataAt, JsonMap spec) {
        if (spec.isEmpty()) {
            return;
        }
        spec.map("nodeSelector").strings().keySet().forEach(key -> {
            if (LABELS.containsKey(key)) {
                found.add(at + ".nodeSelector[" + key + "]: " + LABELS.get(key));
            }
        });
        affinity(found, at + ".affinity.nodeAffinity", spec.map("affinity").map("nodeAffinity"));
        spreading(found, at + ".topologySpreadConstraints", spec.list("topologySpreadConstraints"));
        annotations(found, metadataAt, metadata.map("annotations"));
        volumes(found, at + ".volumes", spec.list("volumes"));
        PathWarnings.add(found, spec.list("volumes"));
        aliases(found, at + ".hostAliases", spec.list("hostAliases"));
        secrets(found, at + ".imagePullSecrets", spec.list("imagePullSecrets"));
        BYTES.forEach(name -> amount(found, at + ".overhead", spec.map("overhead"), name));
        if (metadata.map("annotations").has(SECCOMP)
                && !spec.map("securityContext").has("seccompProfile")) {
            found.add(metadataAt + ".annotations[" + SECCOMP
                    + "]: non-functional in v1.27+; use the \"seccompProfile\" field instead");
        }
        ContainerWarnings.add(found, at, metadata, metadataAt, spec, !at.equals("spec"));
        if (spec.number("terminationGracePeriodSeconds") < 0) {
            found.add(
                    at + ".terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated"
                            + " as 1");
        }
        for (var kind : List.of("podAffinity", "podAntiAffinity")) {
            podAffinity(found, at + ".affinity." + kind, spec.map("affinity").map(kind));
        }
        addresses(found, at, spec);
    }

    private static void affinity(List<String> found, String at, JsonMap affinity) {
        nodeTerms(
                found,
                at + ".requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
                affinity.map("requiredDuringSchedulingIgnoredDuringExecution").list("nodeSelectorTerms"));
        var preferred = affinity.list("preferredDuringSchedulingIgnoredDuringExecution");
        for (int i = 0; i < preferred.size(); i++) {
            nodeTerm(
                    found,
                    at + ".preferredDuringSchedulingIgnoredDuringExecution[" + i + "].preference",
                    preferred.map(i).map("preference"));
        }
    }

    static void nodeTerms(List<String> found, String at, JsonList terms) {
        for (int i = 0; i < terms.size(); i++) {
            nodeTerm(found, at + "[" + i + "]", terms.map(i));
        }
    }

    private static void nodeTerm(List<String> found, String at, JsonMap term) {
        var expressions = term.list("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            var key = expressions.map(i).string("key");
            if (LABELS.containsKey(key)) {
                found.add(at + ".matchExpressions[" + i + "].key: " + key + " is " + LABELS.get(key));
            }
        }
    }

    private static void spreading(List<String> found, String at, JsonList constraints) {
        for (int i = 0; i < constraints.size(); i++) {
            var key = constraints.map(i).string("topologyKey");
            if (LABELS.containsKey(key)) {
                found.add(at + "[" + i + "].topologyKey: " + key + " is " + LABELS.get(key));
            }
            if (!constraints.map(i).has("labelSelector")) {
                found.add(at + "[" + i + "].labelSelector: a null labelSelector results in matching no pod");
            }
        }
    }

    private static void podAffinity(List<String> found, String at, JsonMap affinity) {
        var required = affinity.list("requiredDuringSchedulingIgnoredDuringExecution");
        for (int i = 0; i < required.size(); i++) {
            podTerm(found, at + ".requiredDuringSchedulingIgnoredDuringExecution[" + i + "]", required.map(i));
        }
        var preferred = affinity.list("preferredDuringSchedulingIgnoredDuringExecution");
        for (int i = 0; i < preferred.size(); i++) {
            podTerm(
                    found,
                    at + ".preferredDuringSchedulingIgnoredDuringExecution[" + i + "].podAffinityTerm",
                    preferred.map(i).map("podAffinityTerm"));
        }
    }

    private static void podTerm(List<String> found, String at, JsonMap term) {
        if (!term.has("labelSelector")) {
            found.add(at + ".labelSelector: a null labelSelector results in matching no pod");
        }
    }

    private static void aliases(List<String> found, String at, JsonList aliases) {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < aliases.size(); i++) {
            var ip = aliases.map(i).string("ip");
            if (seen.putIfAbsent(ip, i) != null) {
                found.add(at + "[" + i + "].ip: duplicate ip \"" + ip + "\"");
            }
        }
    }

    private static void addresses(List<String> found, String at, JsonMap spec) {
        var servers = spec.map("dnsConfig").list("nameservers").strings().toList();
        for (int i = 0; i < servers.size(); i++) {
            address(found, at + ".dnsConfig.nameservers[" + i + "]", servers.get(i));
        }
        var aliases = spec.list("hostAliases");
        for (int i = 0; i < aliases.size(); i++) {
            address(found, at + ".hostAliases[" + i + "].ip", aliases.map(i).string("ip"));
        }
    }

    /** An address in a form that is only read for the sake of old objects. */
    static void address(List<String> found, String at, String ip) {
        var bytes = Addresses.parse(ip);
        if (bytes == null || Addresses.canonical(bytes).equals(ip)) {
            return;
        }
        var canonical = Addresses.canonical(bytes);
        found.add(
                bytes.length == 4
                        ? at + ": non-standard IP address \"" + ip + "\" is invalid: use \"" + canonical + "\""
                        : at + ": IPv6 address \"" + ip + "\" should be in RFC 5952 canonical format (\"" + canonical
                                + "\")");
    }

    private static void volumes(List<String> found, String at, JsonList volumes) {
        for (int i = 0; i < volumes.size(); i++) {
            for (var source : SOURCES) {
                if (source.equals(CEPH)) {
                    claim(found, at + "[" + i + "].ephemeral.volumeClaimTemplate.spec", volumes.map(i));
                }
                if (volumes.map(i).has(source)) {
                    var shown = source.equals("storageos") ? "storageOS" : source;
                    found.add(at + "[" + i + "]." + shown + ": " + SOURCE_NOTES.get(source));
                }
            }
        }
    }

    private static void claim(List<String> found, String at, JsonMap volume) {
        var template = volume.map("ephemeral").map("volumeClaimTemplate");
        if (!template.isEmpty()) {
            StorageWarnings.claimSpec(found, at, template.map("spec"));
        }
    }

    private static void secrets(List<String> found, String at, JsonList secrets) {
        var names = secrets.maps().map(secret -> secret.string("name")).toList();
        for (int i = 0; i < names.size(); i++) {
            if (names.indexOf(names.get(i)) < i) {
                found.add(at + "[" + i + "].name: duplicate name \"" + names.get(i) + "\"");
            }
        }
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).isEmpty()) {
                found.add(at + "[" + i + "].name: invalid empty name \"\"");
            }
        }
    }

    static void amount(List<String> found, String at, JsonMap amounts, String name) {
        var text = amounts.string(name);
        if (isFraction(text)) {
            found.add(at + "[" + name + "]: fractional byte value \"" + text + "\" is invalid, must be an integer");
        }
    }

    private static void annotations(List<String> found, String at, JsonMap annotations) {
        for (int i = 0; i < annotations.size(); i++) {
            var key = annotations.keyAt(i);
            var note = switch (key) {
                case "scheduler.alpha.kubernetes.io/critical-pod" ->
                    "non-functional in v1.16+; use the \"priorityClassName\" field instead";
                case "security.alpha.kubernetes.io/sysctls", "security.alpha.kubernetes.io/unsafe-sysctls" ->
                    "non-functional in v1.11+; use the \"sysctls\" field instead";
                default -> "";
            };
            if (!note.isEmpty()) {
                found.add(at + ".annotations[" + key + "]: " + note);
            }
        }
    }

    /** Whether an amount is no whole number of bytes, or so large that upstream cannot tell. */
    static boolean isFraction(String text) {
        if (text.isEmpty()) {
            return false;
        }
        var quantity = Quantity.parse(text);
        // As upstream counts, also where that overflows: small amounts stay at the largest number, others wrap around.
        boolean wraps = quantity.amount().abs().compareTo(MAX_LONG) > 0;
        long milli =
                wraps ? quantity.amount().scaleByPowerOfTen(3).toBigInteger().longValue() : quantity.milliValue();
        return milli % 1000 != 0;
    }
}
