package dev.jibe.server.aggregation;

import dev.jibe.object.JsonMap;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a service of the cluster is reached from the server: an endpoint that is ready, or else the service's address.
 *
 * <p>Endpoints come first because the server may run where nobody has set up the addresses of services.
 */
public final class ServiceResolver {

    private static final String SLICES = "endpointslices.discovery.k8s.io";

    private final Store<JsonMap> store;

    public ServiceResolver(Store<JsonMap> store) {
        this.store = store;
    }

    /** Where to connect. */
    public record Address(String host, int port) {

        /** In the form of a URL. */
        public String authority() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    @Nullable
    JsonMap service(String namespace, String name) {
        var entry = store.latest().get("services", namespace + "/" + name);
        return entry == null ? null : entry.value();
    }

    /** The slices of a service's endpoints. */
    List<JsonMap> slices(String namespace, String name) {
        var slices = new ArrayList<JsonMap>();
        for (var entry : store.latest().range(SLICES, namespace + "/", null, Integer.MAX_VALUE)) {
            var labels = entry.value().map("metadata").map("labels");
            if (labels.string("kubernetes.io/service-name").equals(name)) {
                slices.add(entry.value());
            }
        }
        return slices;
    }

    /**
     * Where a port of a service is reached.
     *
     * @throws ApiException if it is not, with why
     */
    public Address resolve(String namespace, String name, int port) {
        var service = service(namespace, name);
        if (service == null) {
            throw ApiException.unavailable("service \"" + name + "\" not found");
        }
        var spec = service.map("spec");
        if (spec.string("type").equals("ExternalName")) {
            return new Address(spec.string("externalName"), port);
        }
        var chosen = port(spec, port);
        if (chosen == null) {
            throw ApiException.unavailable("no service port " + port + " found for service \"" + name + "\"");
        }
        for (var slice : slices(namespace, name)) {
            var host = readyAddress(slice);
            var target = targetPort(slice, chosen.string("name"));
            if (!host.isEmpty() && target > 0) {
                return new Address(host, target);
            }
        }
        var address = spec.string("clusterIP");
        if (address.isEmpty() || address.equals("None")) {
            throw ApiException.unavailable("no endpoints available for service \"" + name + "\"");
        }
        return new Address(address, port);
    }

    static @Nullable JsonMap port(JsonMap spec, int number) {
        return spec.list("ports")
                .maps()
                .filter(port -> port.number("port") == number)
                .findFirst()
                .orElse(null);
    }

    private static String readyAddress(JsonMap slice) {
        return slice.list("endpoints")
                .maps()
                .filter(ServiceResolver::isReady)
                .flatMap(endpoint -> endpoint.list("addresses").strings().limit(1))
                .findFirst()
                .orElse("");
    }

    private static boolean isReady(JsonMap endpoint) {
        var conditions = endpoint.map("conditions");
        return !conditions.has("ready") || conditions.bool("ready");
    }

    private static int targetPort(JsonMap slice, String name) {
        return slice.list("ports")
                .maps()
                .filter(port -> port.string("name").equals(name))
                .mapToInt(port -> (int) port.number("port"))
                .findFirst()
                .orElse(0);
    }

    /** Whether some slice has an endpoint that is ready, and the port. */
    static boolean isServed(List<JsonMap> slices, String portName) {
        return slices.stream()
                .anyMatch(slice -> slice.list("endpoints").maps().anyMatch(ServiceResolver::isReady)
                        && targetPort(slice, portName) > 0);
    }
}
