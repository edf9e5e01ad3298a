package dev.jibe.node.launch;

import dev.jibe.object.api.v1.Service;
import dev.jibe.object.api.v1.ServicePort;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The variables by which a container finds services without DNS.
 *
 * <p>See https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables.
 */
final class ServiceVariables {
    private ServiceVariables() {}

    static Map<String, String> of(List<Service> services) {
        var variables = new TreeMap<String, String>();
        for (Service service : services) {
            String ip = service.spec().clusterIP();
            if (!ip.isEmpty() && !ip.equals("None") && !service.spec().ports().isEmpty()) {
                add(variables, service, ip);
            }
        }
        return variables;
    }

    private static String spelled(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static void add(Map<String, String> variables, Service service, String ip) {
        String prefix = spelled(service.name());
        List<ServicePort> ports = service.spec().ports();
        variables.put(prefix + "_SERVICE_HOST", ip);
        variables.put(
                prefix + "_SERVICE_PORT", Integer.toString(ports.getFirst().port()));
        for (ServicePort port : ports) {
            if (!port.name().isEmpty()) {
                variables.put(prefix + "_SERVICE_PORT_" + spelled(port.name()), Integer.toString(port.port()));
            }
        }
        variables.put(prefix + "_PORT", url(ports.getFirst(), ip));
        for (ServicePort port : ports) {
            String protocol = port.protocol().isEmpty() ? "TCP" : port.protocol();
            String one = prefix + "_PORT_" + port.port() + "_" + protocol;
            variables.put(one, url(port, ip));
            variables.put(one + "_PROTO", protocol.toLowerCase(Locale.ROOT));
            variables.put(one + "_PORT", Integer.toString(port.port()));
            variables.put(one + "_ADDR", ip);
        }
    }

    private static String url(ServicePort port, String ip) {
        String protocol = port.protocol().isEmpty() ? "tcp" : port.protocol().toLowerCase(Locale.ROOT);
        return protocol + "://" + (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port.port();
    }
}
