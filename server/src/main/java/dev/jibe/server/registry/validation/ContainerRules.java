package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Containers of a pod: regular, initial and ephemeral ones.
 *
 * @param volumes that mounts may name, by name
 * @param claims names of the pod's resource claims
 * @param graceSeconds that a pod has to end
 * @param ownUsers whether the pod has a user namespace of its own
 * @param ofPod whether this is a pod, not a template of pods
 */
record ContainerRules(
        Map<String, JsonMap> volumes,
        Set<String> claims,
        long graceSeconds,
        boolean ownUsers,
        boolean ofPod,
        String podRestartPolicy) {

    private static final String NOT_INITIAL = "may not be set for init containers without restartPolicy=Always";
    /** Those that are there even if empty. */
    private static final Set<String> POINTERS =
            Set.of("restartPolicy", "lifecycle", "livenessProbe", "readinessProbe", "startupProbe");

    private static final String NOT_EPHEMERAL = "cannot be set for an Ephemeral Container";
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> NOT_EPHEMERAL_FIELDS = List.of(
            "ports",
            "resources",
            "resizePolicy",
            "restartPolicy",
            "restartPolicyRules",
            "livenessProbe",
            "readinessProbe",
            "startupProbe",
            "lifecycle");

    void regular(Place spec) {
        var containers = spec.list("containers");
        if (containers.isEmpty()) {
            spec.required("containers");
            return;
        }
        for (int i = 0; i < containers.size(); i++) {
            var container = spec.item("containers", i);
            common(container);
            for (int j = 0; j < i; j++) {
                if (containers.map(j).string("name").equals(container.text("name"))) {
                    container.duplicate("name", container.text("name"));
                    break;
                }
            }
            if (container.has("lifecycle")) {
                ProbeRules.lifecycle(container, graceSeconds);
            }
            ProbeRules.probes(container, graceSeconds);
            restartPolicy(container);
        }
        hostPorts(spec);
    }

    void initial(Place spec) {
        if (!spec.has("initContainers")) {
            return;
        }
        Set<String> names = new HashSet<>();
        spec.list("containers").maps().forEach(container -> names.add(container.string("name")));
        spec.each("initContainers", container -> {
            common(container);
            var name = container.text("name");
            restartPolicy(container);
            if (!names.add(name) && !name.isEmpty()) {
                container.duplicate("name", name);
            }
            if (container.text("restartPolicy").equals("Always")) {
                if (container.has("lifecycle")) {
                    ProbeRules.lifecycle(container, graceSeconds);
                }
                ProbeRules.probes(container, graceSeconds);
            } else {
                for (var key : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
                    if (container.has(key)) {
                        container.forbidden(key, NOT_INITIAL);
                    }
                }
                container.each("resizePolicy", policy -> {
                    if (policy.text("restartPolicy").equals("RestartContainer")) {
                        policy.invalid(
                                "restartPolicy",
                                "RestartContainer",
                                "must not be set to 'RestartContainer' for non-sidecar initContainers");
                    }
                });
            }
        });
    }

    void ephemeral(Place spec) {
        if (!spec.has("ephemeralContainers")) {
            return;
        }
        Set<String> others = new HashSet<>();
        spec.list("containers").maps().forEach(container -> others.add(container.string("name")));
        spec.list("initContainers").maps().forEach(container -> others.add(container.string("name")));
        Set<String> names = new HashSet<>(others);
        spec.each("ephemeralContainers", container -> {
            common(container);
            image(container);
            if (!names.add(container.text("name"))) {
                container.duplicate("name", container.text("name"));
            }
            var target = container.text("targetContainerName");
            if (!target.isEmpty() && !others.contains(target)) {
                container.notFound("targetContainerName", target);
            }
            for (var field : NOT_EPHEMERAL_FIELDS) {
                boolean isSet = POINTERS.contains(field) || container.get(field) instanceof JsonList;
                if (!container.isEmpty(field) || container.has(field) && isSet) {
                    container.forbidden(field, NOT_EPHEMERAL);
                }
            }
            container.each("volumeMounts", mount -> {
                for (var key : List.of("subPath", "subPathExpr")) {
                    if (!mount.text(key).isEmpty()) {
                        mount.forbidden(key, NOT_EPHEMERAL);
                    }
                }
            });
        });
    }

    private void common(Place container) {
        container.namedNeeded("name", Naming.LABEL);
        container.need("image");
        container.oneOfNeeded("terminationMessagePolicy", List.of("File", "FallbackToLogsOnError"));
        ports(container);
        EnvironmentRules.check(container);
        MountRules.mounts(container, volumes);
        MountRules.devices(container, volumes);
        pullPolicy(container, "imagePullPolicy");
        if (container.has("resources")) {
            ResourceRules.requirements(container.in("resources"), ResourceRules::containerName, claims);
        }
        resizePolicy(container);
        SecurityRules.container(container, ownUsers);
    }

    /** What only containers of pods have to keep, not those of templates. */
    static void image(Place container) {
        var image = container.text("image");
        if (!image.equals(image.strip())) {
            container.invalid("image", image, "must not have leading or trailing whitespace");
        }
    }

    static void pullPolicy(Place place, String key) {
        place.oneOfNeeded(key, List.of("Always", "IfNotPresent", "Never"));
    }

    private static void ports(Place container) {
        var ports = container.list("ports");
        for (int i = 0; i < ports.size(); i++) {
            var port = container.item("ports", i);
            var name = port.text("name");
            if (!name.isEmpty()) {
                var wrong = Formats.portName(name);
                port.invalid("name", name, wrong);
                for (int j = 0; wrong.isEmpty() && j < i; j++) {
                    if (ports.map(j).string("name").equals(name)) {
                        port.duplicate("name", name);
                        break;
                    }
                }
            }
            if (port.number("containerPort") == 0) {
                port.required("containerPort");
            } else {
                port.port("containerPort", port.number("containerPort"));
            }
            if (port.number("hostPort") != 0) {
                port.port("hostPort", port.number("hostPort"));
            }
            port.oneOfNeeded("protocol", PROTOCOLS);
        }
    }

    /** No two containers may want the same port of the node. */
    private static void hostPorts(Place spec) {
        Set<String> taken = Set.of();
        var containers = spec.list("containers");
        for (int i = 0; i < containers.size(); i++) {
            var ports = containers.map(i).list("ports");
            for (int j = 0; j < ports.size(); j++) {
                var port = ports.map(j);
                if (port.number("hostPort") == 0) {
                    continue;
                }
                taken = taken.isEmpty() ? new HashSet<>() : taken;
                var text = port.string("protocol") + "/" + port.string("hostIP") + "/" + port.number("hostPort");
                if (!taken.add(text)) {
                    spec.item("containers", i).item("ports", j).duplicate("hostPort", text);
                }
            }
        }
    }

    private void resizePolicy(Place container) {
        Set<String> seen = new HashSet<>(0);
        var policies = container.list("resizePolicy");
        for (int i = 0; i < policies.size(); i++) {
            var resource = policies.map(i).string("resourceName");
            var policy = policies.map(i).string("restartPolicy");
            var at = "resizePolicy";
            if (!seen.add(resource)) {
                container.duplicate(at + "[" + i + "]", resource);
            }
            one(container, at, resource, List.of("cpu", "memory"));
            one(container, at, policy, List.of("NotRequired", "RestartContainer"));
            if (podRestartPolicy.equals("Never") && !policy.equals("NotRequired")) {
                container.invalid(at, policy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
            }
        }
    }

    private static void one(Place container, String at, String value, List<String> supported) {
        if (value.isEmpty()) {
            container.required(at);
        } else if (!supported.contains(value)) {
            container.unsupported(at, value, supported);
        }
    }

    private static void restartPolicy(Place container) {
        container.oneOfIfSet("restartPolicy", List.of("Always", "Never", "OnFailure"));
        var rules = container.list("restartPolicyRules");
        if (rules.isEmpty()) {
            return;
        }
        if (!container.has("restartPolicy")) {
            container.required("restartPolicy", "must specify restartPolicy when restart rules are used");
        }
        if (rules.size() > 20) {
            container.tooMany("restartPolicyRules", rules.size(), 20);
        }
        container.each("restartPolicyRules", rule -> {
            rule.oneOf("action", List.of("Restart", "RestartAllContainers"));
            if (!rule.has("exitCodes")) {
                rule.required("exitCodes", "must be specified");
                return;
            }
            var codes = rule.in("exitCodes");
            codes.oneOf("operator", List.of("In", "NotIn"));
            int count = codes.list("values").size();
            if (count > 255) {
                codes.tooMany("values", count, 255);
            }
        });
    }
}
