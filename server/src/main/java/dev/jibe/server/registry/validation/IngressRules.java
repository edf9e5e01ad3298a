package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Objects;

/**
 * How traffic comes in by names and paths.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/services-networking/ingress/">Ingress</a>.
 */
final class IngressRules {

    private static final String CLASS = "kubernetes.io/ingress.class";
    private static final int MAX_CONTROLLER = 250;

    private IngressRules() {}

    static void ingress(Place ingress) {
        var spec = ingress.in("spec");
        if (spec.list("rules").isEmpty() && !spec.has("defaultBackend")) {
            ingress.invalid("spec", spec.get("rules"), "either `defaultBackend` or `rules` must be specified");
        }
        if (spec.has("defaultBackend")) {
            backend(spec.in("defaultBackend"));
        }
        spec.each("rules", IngressRules::rule);
        spec.each("tls", tls -> {
            tls.eachText("hosts", (at, host) -> host(tls, at, host));
            tls.namedIfSet("secretName", Naming.SUBDOMAIN);
        });
        if (spec.has("ingressClassName")) {
            spec.named("ingressClassName", Naming.SUBDOMAIN);
        }
    }

    static void oneClass(Place ingress) {
        var annotation = ingress.map("metadata").map("annotations").get(CLASS);
        var name = ingress.map("spec").get("ingressClassName");
        if (annotation != null && name != null && !annotation.equals(name)) {
            ingress.invalid(
                    "annotations." + CLASS, annotation, "must match `ingressClassName` when both are specified");
        }
    }

    private static void host(Place place, String at, String host) {
        place.invalid(at, host, host.contains("*") ? Formats.wildcard(host) : Naming.SUBDOMAIN.wrong(host, false));
    }

    private static void rule(Place rule) {
        var host = rule.text("host");
        if (!host.isEmpty()) {
            if (Addresses.parse(host) != null) {
                rule.invalid("host", host, "must be a DNS name, not an IP address");
            }
            host(rule, "host", host);
        }
        if (!rule.has("http")) {
            return;
        }
        var http = rule.in("http");
        if (http.list("paths").isEmpty()) {
            http.required("paths");
        }
        http.each("paths", IngressRules::path);
    }

    private static void path(Place path) {
        var text = path.text("path");
        if (!path.has("pathType")) {
            path.required("pathType", "pathType must be specified");
            return;
        }
        switch (path.text("pathType")) {
            case "Exact", "Prefix" -> {
                absolute(path, text);
                for (var part : List.of("//", "/./", "/../", "%2f", "%2F")) {
                    if (text.contains(part)) {
                        path.invalid("path", text, "must not contain '" + part + "'");
                    }
                }
                for (var end : List.of("/..", "/.")) {
                    if (text.endsWith(end)) {
                        path.invalid("path", text, "cannot end with '" + end + "'");
                    }
                }
            }
            case "ImplementationSpecific" -> {
                if (!text.isEmpty()) {
                    absolute(path, text);
                }
            }
            default -> path.oneOf("pathType", List.of("Exact", "ImplementationSpecific", "Prefix"));
        }
        backend(path.in("backend"));
    }

    private static void absolute(Place path, String text) {
        if (!text.startsWith("/")) {
            path.invalid("path", text, "must be an absolute path");
        }
    }

    private static void backend(Place backend) {
        boolean resource = backend.has("resource");
        boolean service = backend.has("service");
        if (resource && service) {
            backend.invalid("", "", "cannot set both resource and service backends");
        } else if (resource) {
            var object = backend.in("resource");
            object.namedIfSet("apiGroup", Naming.SUBDOMAIN);
            names(object);
        } else if (service) {
            service(backend, backend.in("service"));
        } else {
            backend.invalid("", "", "resource or service backend is required");
        }
    }

    private static void service(Place backend, Place service) {
        service.namedNeeded("name", Naming.LABEL);
        var port = service.in("port");
        var name = port.text("name");
        long number = port.number("number");
        if (!name.isEmpty() && number != 0) {
            backend.invalid("", "", "cannot set both port name & port number");
        } else if (!name.isEmpty()) {
            port.invalid("name", name, Formats.portName(name));
        } else if (number != 0) {
            port.port("number", number);
        } else {
            backend.required("", "port name or number is required");
        }
    }

    private static void reference(Place reference) {
        if (reference.has("apiGroup")) {
            reference.named("apiGroup", Naming.SUBDOMAIN);
        }
        names(reference);
    }

    private static void names(Place reference) {
        reference.namedNeeded("kind", Naming.PATH_SEGMENT);
        reference.namedNeeded("name", Naming.PATH_SEGMENT);
    }

    static void ingressClass(Place object) {
        var spec = object.in("spec");
        if (spec.text("controller").length() > MAX_CONTROLLER) {
            spec.tooLong("controller", MAX_CONTROLLER);
        }
        Formats.domainPath(spec, "controller");
        if (!spec.has("parameters")) {
            return;
        }
        var parameters = spec.in("parameters");
        reference(parameters);
        if (!parameters.has("scope")) {
            parameters.required("scope");
            return;
        }
        switch (parameters.text("scope")) {
            case "Namespace" -> {
                if (!parameters.has("namespace")) {
                    parameters.required("namespace", "`parameters.scope` is set to 'Namespace'");
                } else {
                    parameters.named("namespace", Naming.LABEL);
                }
            }
            case "Cluster" -> {
                if (parameters.has("namespace")) {
                    parameters.forbidden("namespace", "`parameters.scope` is set to 'Cluster'");
                }
            }
            default -> parameters.oneOf("scope", List.of("Cluster", "Namespace"));
        }
    }

    static void sameClass(Place object, JsonMap old) {
        var spec = object.in("spec");
        if (!Objects.equals(spec.get("controller"), old.map("spec").get("controller"))) {
            spec.invalid("controller", spec.text("controller"), "field is immutable");
        }
    }

    static void status(Place ingress) {
        var status = ingress.in("status").in("loadBalancer");
        status.each("ingress", entry -> {
            var ip = entry.text("ip");
            if (!ip.isEmpty()) {
                entry.invalid("ip", ip, Addresses.wrongLegacy(entry, ip));
            }
            var name = entry.text("hostname");
            if (!name.isEmpty()) {
                entry.invalid("hostname", name, Naming.SUBDOMAIN.wrong(name, false));
                if (Addresses.parse(name) != null) {
                    entry.invalid("hostname", name, "must be a DNS name, not an IP address");
                }
            }
        });
    }
}
