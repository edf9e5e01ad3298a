package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** What clients are told about the containers of a pod, one by one and as they stand beside each other. */
final class ContainerWarnings {

    private static final String SECCOMP = "container.seccomp.security.alpha.kubernetes.io/";
    private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

    /** In the order in which upstream looks at them. */
    private static final List<String> KINDS = List.of("initContainers", "containers", "ephemeralContainers");

    private final List<String> found;
    private final Map<String, JsonMap> containers = new LinkedHashMap<>();

    private ContainerWarnings(List<String> found, String at, JsonMap spec) {
        this.found = found;
        for (var kind : KINDS) {
            var list = spec.list(kind);
            for (int i = 0; i < list.size(); i++) {
                containers.put(at + "." + kind + "[" + i + "]", list.map(i));
            }
        }
    }

    /** @param isTemplate whether the pod is yet to be made: what annotations stand for is then not yet in its fields */
    static void add(
            List<String> found, String at, JsonMap metadata, String metadataAt, JsonMap spec, boolean isTemplate) {
        var warnings = new ContainerWarnings(found, at, spec);
        var annotations = metadata.map("annotations");
        warnings.containers.forEach((place, container) -> {
            if (!annotations.isEmpty()) {
                warnings.annotated(container, annotations, metadataAt, spec, isTemplate);
            }
            for (var name : PodWarnings.BYTES) {
                for (var side : List.of("limits", "requests")) {
                    var amounts = container.map("resources").map(side);
                    PodWarnings.amount(found, place + ".resources." + side, amounts, name);
                }
            }
            warnings.environment(place, container);
        });
        warnings.ports();
        warnings.portNames();
    }

    private void annotated(
            JsonMap container, JsonMap annotations, String metadataAt, JsonMap spec, boolean isTemplate) {
        var security = container.map("securityContext");
        var seccomp = SECCOMP + container.string("name");
        if (!security.has("seccompProfile") && annotations.has(seccomp)) {
            found.add(metadataAt + ".annotations[" + seccomp
                    + "]: non-functional in v1.27+; use the \"seccompProfile\" field instead");
        }
        var armor = APP_ARMOR + container.string("name");
        boolean isSaid = spec.map("securityContext").has("appArmorProfile")
                && profile(annotations.string(armor))
                        .equals(spec.map("securityContext").map("appArmorProfile"));
        if (annotations.has(armor) && !(isTemplate && security.has("appArmorProfile")) && !isSaid) {
            found.add(metadataAt + ".annotations[" + armor
                    + "]: deprecated since v1.30; use the \"appArmorProfile\" field instead");
        }
    }

    /** The field that an annotation stands for. */
    private static JsonMap profile(String annotation) {
        return switch (annotation) {
            case "unconfined" -> JsonMap.of("type", "Unconfined");
            case "runtime/default" -> JsonMap.of("type", "RuntimeDefault");
            default ->
                annotation.startsWith("localhost/")
                        ? JsonMap.of("type", "Localhost", "localhostProfile", annotation.substring(10))
                        : JsonMap.EMPTY;
        };
    }

    /** A variable may be defined again from what it was before, but not otherwise. */
    private void environment(String place, JsonMap container) {
        Set<String> names = new HashSet<>();
        var variables = container.list("env");
        for (int i = 0; i < variables.size(); i++) {
            var variable = variables.map(i);
            var name = variable.string("name");
            var self = "$(" + name + ")";
            var value = variable.string("value");
            boolean hides = variable.has("valueFrom") || value.equals(self) || !value.contains(self);
            if (!names.add(name) && hides) {
                found.add(place + ".env[" + i + "]: hides previous definition of \"" + name
                        + "\", which may be dropped when using apply");
            }
        }
    }

    private void eachPort(BiConsumer<String, JsonMap> look) {
        containers.forEach((place, container) -> {
            var ports = container.list("ports");
            for (int i = 0; i < ports.size(); i++) {
                look.accept(place + ".ports[" + i + "]", ports.map(i));
            }
        });
    }

    private void ports() {
        Map<String, Map<String, JsonMap>> all = new HashMap<>();
        eachPort((place, port) -> {
            if (!port.string("hostIP").isEmpty() && port.number("hostPort") == 0) {
                found.add(place + ": hostIP set without hostPort: {Name:" + port.string("name") + " HostPort:0"
                        + " ContainerPort:" + port.number("containerPort") + " Protocol:" + port.string("protocol")
                        + " HostIP:" + port.string("hostIP") + "}");
            }
            var same = all.computeIfAbsent(
                    port.number("containerPort") + "/" + port.string("protocol"), _ -> new LinkedHashMap<>());
            same.forEach((there, other) -> {
                var how = relation(port, other);
                if (!how.isEmpty()) {
                    found.add(place + ": " + how + " port definition with " + there);
                }
            });
            same.put(place, port);
        });
    }

    /** How two definitions of one port get into each other's way; empty if they do not. */
    private static String relation(JsonMap port, JsonMap other) {
        long here = port.number("hostPort");
        long there = other.number("hostPort");
        if (here == there && port.string("hostIP").equals(other.string("hostIP"))) {
            return "duplicate";
        }
        if (here == 0 || there == 0) {
            return "overlapping";
        }
        boolean oneIsAnywhere =
                port.string("hostIP").isEmpty() != other.string("hostIP").isEmpty();
        return here == there && oneIsAnywhere ? "dangerously ambiguous" : "";
    }

    private void portNames() {
        Map<String, String> places = new HashMap<>();
        eachPort((place, port) -> {
            var name = port.string("name");
            var other = name.isEmpty() ? null : places.putIfAbsent(name, place);
            if (other != null) {
                found.add(place + ": duplicate port name \"" + name + "\" with " + other
                        + ", services and probes that select ports by name will use " + other);
            }
        });
    }
}
