package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Pods, and the templates of pods.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/">Pod</a>.
 */
final class PodRules {

    private static final List<String> DNS = List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
    private static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    private PodRules() {}

    static void pod(Checks checks, JsonMap pod) {
        spec(checks, FieldPath.ROOT.at("spec"), pod.map("spec"), Set.of());
    }

    static void template(Checks checks, FieldPath path, JsonMap template, Set<String> claims) {
        checks.labels(path.at("metadata").at("labels"), template.map("metadata").map("labels"));
        spec(checks, path.at("spec"), template.map("spec"), claims);
    }

    /** @param claims names that volume claim templates add to the volumes */
    static void spec(Checks checks, FieldPath path, JsonMap spec, Set<String> claims) {
        var volumes = new HashSet<>(claims);
        volumes(checks, path.at("volumes"), spec.list("volumes"), volumes);
        containers(checks, path, spec, volumes);
        if (!spec.string("restartPolicy").isEmpty()) {
            checks.oneOf(
                    path.at("restartPolicy"), spec.string("restartPolicy"), List.of("Always", "OnFailure", "Never"));
        }
        dns(checks, path, spec);
        checks.labels(path.at("nodeSelector"), spec.map("nodeSelector"));
        if (!spec.string("serviceAccountName").isEmpty()) {
            checks.subdomain(path.at("serviceAccountName"), spec.string("serviceAccountName"));
        }
        if (!spec.string("nodeName").isEmpty()) {
            checks.subdomain(path.at("nodeName"), spec.string("nodeName"));
            if (!spec.list("schedulingGates").isEmpty()) {
                checks.forbidden(path.at("nodeName"), "cannot be set until all schedulingGates have been cleared");
            }
        }
        if (spec.has("activeDeadlineSeconds")) {
            checks.between(
                    path.at("activeDeadlineSeconds"), spec.number("activeDeadlineSeconds"), 1, Integer.MAX_VALUE);
        }
        if (!spec.string("hostname").isEmpty()) {
            checks.dnsLabel(path.at("hostname"), spec.string("hostname"));
        }
        if (!spec.string("subdomain").isEmpty()) {
            checks.dnsLabel(path.at("subdomain"), spec.string("subdomain"));
        }
        tolerations(checks, path.at("tolerations"), spec.list("tolerations"));
        if (!spec.string("priorityClassName").isEmpty()) {
            checks.subdomain(path.at("priorityClassName"), spec.string("priorityClassName"));
        }
        if (spec.has("os")) {
            checks.oneOf(path.at("os"), spec.map("os").string("name"), List.of("linux", "windows"));
        }
    }

    private static void volumes(Checks checks, FieldPath path, JsonList volumes, Set<String> names) {
        for (int i = 0; i < volumes.size(); i++) {
            var volume = volumes.map(i);
            var name = volume.string("name");
            var at = path.at(i);
            if (name.isEmpty()) {
                checks.required(at.at("name"), "");
            } else if (!names.add(name)) {
                checks.duplicate(at.at("name"), name);
            } else {
                checks.dnsLabel(at.at("name"), name);
            }
            source(checks, at, volume);
        }
    }

    private static void source(Checks checks, FieldPath at, JsonMap volume) {
        if (volume.has("hostPath")) {
            var hostPath = volume.map("hostPath").string("path");
            if (hostPath.isEmpty()) {
                checks.required(at.at("hostPath").at("path"), "");
            } else if (List.of(hostPath.split("/", -1)).contains("..")) {
                checks.invalid(at.at("hostPath").at("path"), hostPath, "must not contain '..'");
            }
        }
        if (volume.has("secret")) {
            checks.notEmpty(
                    at.at("secret").at("secretName"), volume.map("secret").string("secretName"), "");
            mode(checks, at.at("secret"), volume.map("secret"));
        }
        if (volume.has("configMap")) {
            checks.notEmpty(
                    at.at("configMap").at("name"), volume.map("configMap").string("name"), "");
            mode(checks, at.at("configMap"), volume.map("configMap"));
        }
        if (volume.has("persistentVolumeClaim")) {
            checks.notEmpty(
                    at.at("persistentVolumeClaim").at("claimName"),
                    volume.map("persistentVolumeClaim").string("claimName"),
                    "");
        }
    }

    private static void mode(Checks checks, FieldPath path, JsonMap source) {
        long mode = source.number("defaultMode");
        if (mode < 0 || mode > 0777) {
            checks.invalid(path.at("defaultMode"), mode, "must be a number between 0 and 0777 (octal), both inclusive");
        }
        var items = source.list("items");
        for (int i = 0; i < items.size(); i++) {
            checks.notEmpty(path.at("items").at(i).at("key"), items.map(i).string("key"), "");
            checks.notEmpty(path.at("items").at(i).at("path"), items.map(i).string("path"), "");
        }
    }

    private static void containers(Checks checks, FieldPath path, JsonMap spec, Set<String> volumes) {
        var rules = new ContainerRules(checks, volumes, spec.bool("hostNetwork"));
        var containers = spec.list("containers");
        if (containers.isEmpty()) {
            checks.required(path.at("containers"), "");
        }
        for (int i = 0; i < containers.size(); i++) {
            rules.check(path.at("containers").at(i), containers.map(i));
        }
        checks.distinct(path.at("containers"), containers, "name");
        Set<String> names = new HashSet<>();
        containers.maps().forEach(container -> names.add(container.string("name")));
        var initial = spec.list("initContainers");
        for (int i = 0; i < initial.size(); i++) {
            var at = path.at("initContainers").at(i);
            rules.check(at, initial.map(i));
            var name = initial.map(i).string("name");
            if (!name.isEmpty() && !names.add(name)) {
                checks.duplicate(at.at("name"), name);
            }
        }
    }

    private static void dns(Checks checks, FieldPath path, JsonMap spec) {
        if (!spec.string("dnsPolicy").isEmpty()) {
            checks.oneOf(path.at("dnsPolicy"), spec.string("dnsPolicy"), DNS);
        }
        if (spec.string("dnsPolicy").equals("None")) {
            if (!spec.has("dnsConfig")) {
                checks.required(path.at("dnsConfig"), "must provide `dnsConfig` when `dnsPolicy` is None");
            } else if (spec.map("dnsConfig").list("nameservers").isEmpty()) {
                checks.required(
                        path.at("dnsConfig").at("nameservers"),
                        "must provide at least one DNS nameserver when `dnsPolicy` is None");
            }
        }
    }

    static void tolerations(Checks checks, FieldPath path, JsonList tolerations) {
        for (int i = 0; i < tolerations.size(); i++) {
            var toleration = tolerations.map(i);
            var at = path.at(i);
            var key = toleration.string("key");
            var operator = toleration.string("operator");
            if (!key.isEmpty()) {
                checks.qualifiedName(at.at("key"), key);
            } else if (!operator.equals("Exists")) {
                checks.invalid(
                        at.at("operator"),
                        operator,
                        "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
            }
            var effect = toleration.string("effect");
            if (toleration.has("tolerationSeconds") && !effect.equals("NoExecute")) {
                checks.invalid(at.at("effect"), effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
            }
            switch (operator) {
                case "", "Equal" -> {
                    var wrong = dev.jibe.object.selector.LabelSyntax.wrongValue(toleration.string("value"));
                    if (!wrong.isEmpty()) {
                        checks.invalid(at.at("operator"), toleration.string("value"), wrong);
                    }
                }
                case "Exists" -> {
                    if (!toleration.string("value").isEmpty()) {
                        checks.invalid(
                                at.at("operator"),
                                toleration.string("value"),
                                "value must be empty when `operator` is 'Exists'");
                    }
                }
                default -> checks.oneOf(at.at("operator"), operator, List.of("Equal", "Exists"));
            }
            if (!effect.isEmpty()) {
                checks.oneOf(at.at("effect"), effect, EFFECTS);
            }
        }
    }
}
