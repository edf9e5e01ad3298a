package dev.jibe.server.registry.validation;

import java.util.List;

/**
 * Probes and hooks of a container.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/pods/probes/">Probes</a> and <a
 * href="https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/">Container Lifecycle Hooks</a>.
 */
final class ProbeRules {

    static final List<String> KINDS = List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");
    private static final List<String> NUMBERS =
            List.of("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold");

    private ProbeRules() {}

    static void lifecycle(Place container, long graceSeconds) {
        var lifecycle = container.in("lifecycle");
        for (var hook : List.of("postStart", "preStop")) {
            if (lifecycle.has(hook)) {
                handler(lifecycle.in(hook), graceSeconds);
            }
        }
    }

    static void probes(Place container, long graceSeconds) {
        for (int i = 0; i < KINDS.size(); i++) {
            if (container.has(KINDS.get(i))) {
                probe(container.in(KINDS.get(i)), KINDS.get(i), graceSeconds);
            }
        }
    }

    private static void probe(Place probe, String kind, long graceSeconds) {
        handler(probe, graceSeconds);
        for (int i = 0; i < NUMBERS.size(); i++) {
            probe.notNegative(NUMBERS.get(i));
        }
        boolean readiness = kind.equals("readinessProbe");
        if (probe.has("terminationGracePeriodSeconds")) {
            long grace = probe.number("terminationGracePeriodSeconds");
            if (grace <= 0) {
                probe.invalid("terminationGracePeriodSeconds", grace, "must be greater than 0");
            }
            if (readiness) {
                probe.invalid("terminationGracePeriodSeconds", grace, "must not be set for readinessProbes");
            }
        }
        if (!readiness && probe.number("successThreshold") != 1) {
            probe.invalid("successThreshold", probe.number("successThreshold"), "must be 1");
        }
    }

    static void handler(Place handler, long graceSeconds) {
        int found = 0;
        for (int i = 0; i < HANDLERS.size(); i++) {
            var kind = HANDLERS.get(i);
            if (!handler.has(kind)) {
                continue;
            }
            if (found++ > 0) {
                handler.forbidden(kind, "may not specify more than 1 handler type");
            } else {
                one(handler.in(kind), kind, graceSeconds);
            }
        }
        if (found == 0) {
            handler.required("", "must specify a handler type");
        }
    }

    private static void one(Place action, String kind, long graceSeconds) {
        switch (kind) {
            case "exec" -> {
                if (action.list("command").isEmpty()) {
                    action.required("command");
                }
            }
            case "httpGet" -> {
                action.need("path");
                port(action);
                action.oneOf("scheme", List.of("HTTP", "HTTPS"));
                var headers = action.list("httpHeaders");
                for (int i = 0; i < headers.size(); i++) {
                    var name = headers.map(i).string("name");
                    action.invalid("httpHeaders", name, Formats.header(name));
                }
            }
            case "tcpSocket", "grpc" -> port(action);
            default -> {
                long seconds = action.number("seconds");
                if (seconds < 0 || seconds > graceSeconds) {
                    action.invalid(
                            "",
                            seconds,
                            "must be non-negative and less than terminationGracePeriodSeconds (" + graceSeconds + ")");
                }
            }
        }
    }

    private static void port(Place action) {
        if (action.get("port") instanceof String name) {
            action.invalid("port", name, Formats.portName(name));
        } else {
            action.port("port", action.number("port"));
        }
    }
}
