package dev.jibe.server.registry.versions;

import static dev.jibe.server.registry.versions.Shape.absent;
import static dev.jibe.server.registry.versions.Shape.changed;
import static dev.jibe.server.registry.versions.Shape.each;
import static dev.jibe.server.registry.versions.Shape.renamed;

import dev.jibe.object.JsonMap;
import java.util.function.UnaryOperator;

/** Ingresses of {@code v1beta1}: a backend names its service and its port side by side, and paths need no type. */
final class Ingresses implements Shape {

    @Override
    public JsonMap toCurrent(JsonMap object) {
        return changed(
                object,
                "spec",
                spec -> backends(
                        changed(renamed(spec, "backend", "defaultBackend"), "defaultBackend", Ingresses::nested),
                        Ingresses::nested));
    }

    @Override
    public JsonMap fromCurrent(JsonMap object) {
        return changed(
                object,
                "spec",
                spec -> backends(
                        renamed(changed(spec, "defaultBackend", Ingresses::flat), "defaultBackend", "backend"),
                        Ingresses::flat));
    }

    @Override
    public JsonMap withDefaults(JsonMap object) {
        return changed(object, "spec", spec -> paths(spec, path -> absent(path, "ImplementationSpecific", "pathType")));
    }

    private static JsonMap backends(JsonMap spec, UnaryOperator<JsonMap> change) {
        return paths(spec, path -> changed(path, "backend", change));
    }

    private static JsonMap paths(JsonMap spec, UnaryOperator<JsonMap> change) {
        return each(spec, "rules", rule -> changed(rule, "http", http -> each(http, "paths", change)));
    }

    private static JsonMap nested(JsonMap backend) {
        var result = backend.without("serviceName").without("servicePort");
        var service = JsonMap.EMPTY;
        if (!backend.string("serviceName").isEmpty()) {
            service = service.with("name", backend.string("serviceName"));
        }
        service = switch (backend.get("servicePort")) {
            case Long number when number != 0 -> service.with("port", JsonMap.of("number", number));
            case String name when !name.isEmpty() -> service.with("port", JsonMap.of("name", name));
            case null, default -> service;
        };
        return service.isEmpty() ? result : result.with("service", service);
    }

    private static JsonMap flat(JsonMap backend) {
        var service = backend.map("service");
        if (service.isEmpty()) {
            return backend;
        }
        var port = service.map("port");
        Object old = port.string("name").isEmpty() ? port.number("number") : port.string("name");
        return backend.without("service")
                .with("serviceName", service.string("name"))
                .with("servicePort", old);
    }
}
