package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** One container: image, ports, environment, mounts, probes and resources. */
final class ContainerRules {

    private static final List<String> PULL = List.of("Always", "IfNotPresent", "Never");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");
    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc");
    private static final Pattern ENV_NAME = Pattern.compile("[ -<>-~]+");
    private static final String ENV_RULE =
            "a valid environment variable name must consist only of printable ASCII characters other than '='";

    private final Checks checks;
    private final Set<String> volumes;
    private final boolean hostNetwork;

    /** @param volumes names of the pod's volumes and claim templates */
    ContainerRules(Checks checks, Set<String> volumes, boolean hostNetwork) {
        this.checks = checks;
        this.volumes = volumes;
        this.hostNetwork = hostNetwork;
    }

    void check(FieldPath path, JsonMap container) {
        var image = container.string("image");
        if (container.string("name").isEmpty()) {
            checks.required(path.at("name"), "");
        } else {
            checks.dnsLabel(path.at("name"), container.string("name"));
        }
        if (image.isEmpty()) {
            checks.required(path.at("image"), "");
        } else if (!image.equals(image.strip())) {
            checks.invalid(path.at("image"), image, "must not have leading or trailing whitespace");
        }
        if (!container.string("terminationMessagePolicy").isEmpty()) {
            checks.oneOf(
                    path.at("terminationMessagePolicy"),
                    container.string("terminationMessagePolicy"),
                    List.of("File", "FallbackToLogsOnError"));
        }
        ports(path.at("ports"), container.list("ports"));
        environment(path.at("env"), container.list("env"));
        mounts(path.at("volumeMounts"), container.list("volumeMounts"));
        if (container.has("imagePullPolicy")) {
            checks.oneOf(path.at("imagePullPolicy"), container.string("imagePullPolicy"), PULL);
        }
        new ResourceRules(checks).check(path.at("resources"), container.map("resources"));
        PROBES.stream().filter(container::has).forEach(kind -> probe(path.at(kind), container.map(kind), kind));
    }

    private void ports(FieldPath path, JsonList ports) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            var port = ports.map(i);
            var at = path.at(i);
            var name = port.string("name");
            if (!name.isEmpty() && !names.add(name)) {
                checks.duplicate(at.at("name"), name);
            }
            long number = port.number("containerPort");
            if (number == 0) {
                checks.required(at.at("containerPort"), "");
            } else {
                checks.port(at.at("containerPort"), number);
            }
            long host = port.number("hostPort");
            if (host != 0) {
                checks.port(at.at("hostPort"), host);
                if (hostNetwork && host != number) {
                    checks.invalid(at.at("hostPort"), host, "must match `containerPort` when `hostNetwork` is true");
                }
            }
            checks.oneOf(at.at("protocol"), port.string("protocol"), PROTOCOLS);
        }
    }

    private void environment(FieldPath path, JsonList variables) {
        for (int i = 0; i < variables.size(); i++) {
            var variable = variables.map(i);
            var at = path.at(i);
            var name = variable.string("name");
            if (name.isEmpty()) {
                checks.required(at.at("name"), "");
            } else if (!ENV_NAME.matcher(name).matches()) {
                checks.invalid(at.at("name"), name, ENV_RULE);
            }
            if (variable.has("valueFrom")) {
                source(at.at("valueFrom"), variable);
            }
        }
    }

    private void source(FieldPath path, JsonMap variable) {
        var from = variable.map("valueFrom");
        for (var key : List.of("configMapKeyRef", "secretKeyRef")) {
            if (from.has(key)) {
                var reference = from.map(key);
                if (reference.string("name").isEmpty()) {
                    checks.required(path.at(key).at("name"), "");
                }
                if (reference.string("key").isEmpty()) {
                    checks.required(path.at(key).at("key"), "");
                } else {
                    checks.configKey(path.at(key).at("key"), reference.string("key"));
                }
            }
        }
        long sources = SOURCES.stream().filter(from::has).count();
        if (sources == 0) {
            checks.invalid(
                    path,
                    "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or"
                            + " `fileKeyRef`");
        } else if (!variable.string("value").isEmpty()) {
            checks.invalid(path, "", "may not be specified when `value` is not empty");
        } else if (sources > 1) {
            checks.invalid(path, "", "may not have more than one field specified at a time");
        }
    }

    private void mounts(FieldPath path, JsonList mounts) {
        Set<String> points = new HashSet<>();
        for (int i = 0; i < mounts.size(); i++) {
            var mount = mounts.map(i);
            var at = path.at(i);
            var name = mount.string("name");
            if (name.isEmpty()) {
                checks.required(at.at("name"), "");
            } else if (!volumes.contains(name)) {
                checks.notFound(at.at("name"), name);
            }
            var point = mount.string("mountPath");
            if (point.isEmpty()) {
                checks.required(at.at("mountPath"), "");
            } else if (!points.add(point)) {
                checks.invalid(at.at("mountPath"), point, "must be unique");
            }
            if (!mount.string("subPath").isEmpty()
                    && !mount.string("subPathExpr").isEmpty()) {
                checks.invalid(
                        at.at("subPathExpr"),
                        mount.string("subPathExpr"),
                        "subPathExpr and subPath are mutually exclusive");
            }
        }
    }

    private void probe(FieldPath path, JsonMap probe, String kind) {
        handler(path, probe);
        for (var key : List.of(
                "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")) {
            checks.notNegative(path, probe, key);
        }
        if (probe.has("terminationGracePeriodSeconds")) {
            long grace = probe.number("terminationGracePeriodSeconds");
            if (kind.equals("readinessProbe")) {
                checks.invalid(path.at("terminationGracePeriodSeconds"), grace, "must not be set for readinessProbes");
            } else if (grace <= 0) {
                checks.invalid(path.at("terminationGracePeriodSeconds"), grace, "must be greater than 0");
            }
        }
        if (!kind.equals("readinessProbe") && probe.number("successThreshold") > 1) {
            checks.invalid(path.at("successThreshold"), probe.number("successThreshold"), "must be 1");
        }
    }

    private void handler(FieldPath path, JsonMap handler) {
        var given = HANDLERS.stream().filter(handler::has).toList();
        if (given.isEmpty()) {
            checks.required(path, "must specify a handler type");
            return;
        }
        if (handler.has("exec") && handler.map("exec").list("command").isEmpty()) {
            checks.required(path.at("exec").at("command"), "");
        }
        given.stream()
                .skip(1)
                .forEach(key -> checks.forbidden(path.at(key), "may not specify more than 1 handler type"));
        for (var key : List.of("httpGet", "tcpSocket", "grpc")) {
            if (given.getFirst().equals(key) && handler.map(key).get("port") instanceof Long port) {
                checks.port(path.at(key).at("port"), port);
            }
        }
    }

    /** What a container asks for may not be more than what it may have. */
    record ResourceRules(Checks checks) {

        void check(FieldPath path, JsonMap resources) {
            var limits = resources.map("limits").strings();
            limits.forEach((name, text) -> amount(path.at("limits"), name, text));
            resources.map("requests").strings().forEach((name, text) -> {
                amount(path.at("requests"), name, text);
                var limit = limits.get(name);
                boolean extended = name.contains("/");
                if (limit == null) {
                    if (extended || name.startsWith("hugepages-")) {
                        checks.required(path.at("limits"), "Limit must be set for non overcommitable resources");
                    }
                } else if (extended && !Quantity.parse(text).equals(Quantity.parse(limit))) {
                    checks.invalid(path.at("requests"), text, "must be equal to " + name + " limit of " + limit);
                } else if (Quantity.parse(text).compareTo(Quantity.parse(limit)) > 0) {
                    checks.invalid(
                            path.at("requests"), text, "must be less than or equal to " + name + " limit of " + limit);
                }
            });
        }

        private void amount(FieldPath path, String name, String text) {
            var at = path.key(name);
            boolean standard =
                    List.of("cpu", "memory", "ephemeral-storage").contains(name) || name.startsWith("hugepages-");
            if (!standard && !name.contains("/")) {
                if (!name.equals("storage")) {
                    checks.invalid(at, name, "must be a standard resource type or fully qualified");
                }
                checks.invalid(at, name, "must be a standard resource for containers");
                return;
            }
            checks.quantityNotNegative(at, text);
            if (name.contains("/")
                    && Quantity.parse(text).amount().stripTrailingZeros().scale() > 0) {
                checks.invalid(at, text, "must be an integer");
            }
        }
    }
}
