package dev.jibe.server.tracing;

import dev.jibe.object.JsonMap;
import dev.jibe.server.configuration.ConfigurationException;
import dev.jibe.server.configuration.ConfigurationFile;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.util.Set;

/**
 * Which requests are recorded, and who is told, as a {@code TracingConfiguration} says.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/#apiserver-config-k8s-io-v1-TracingConfiguration">kube-apiserver
 * Configuration (v1)</a>.
 *
 * @param collector that takes spans by OTLP over gRPC without TLS
 * @param perMillion how many of the requests that no trace was named for
 */
public record TracingConfiguration(SocketAddress collector, int perMillion) {

    private static final int MOST = 1_000_000;
    private static final String HOST = "localhost";
    private static final int PORT = 4317;

    /**
     * Reads a configuration.
     *
     * @throws ConfigurationException if it cannot be used
     */
    public static TracingConfiguration parse(byte[] yaml) {
        var config = ConfigurationFile.parse(yaml, "TracingConfiguration");
        ConfigurationFile.onlyHas(config, "", Set.of("apiVersion", "kind", "endpoint", "samplingRatePerMillion"));
        return new TracingConfiguration(collector(config.string("endpoint")), rate(config));
    }

    private static int rate(JsonMap config) {
        long rate = config.number("samplingRatePerMillion");
        if (rate < 0) {
            throw new ConfigurationException(
                    "samplingRatePerMillion: Invalid value: " + rate + ": sampling rate must be positive");
        }
        if (rate > MOST) {
            throw new ConfigurationException("samplingRatePerMillion: Invalid value: " + rate
                    + ": sampling rate per million must be less than or equal to one million");
        }
        return (int) rate;
    }

    private static SocketAddress collector(String endpoint) {
        if (endpoint.isEmpty()) {
            return InetSocketAddress.createUnresolved(HOST, PORT);
        }
        try {
            var uri = new URI(endpoint.contains("//") || endpoint.startsWith("unix:") ? endpoint : "dns://" + endpoint);
            if ("unix".equals(uri.getScheme())) {
                var path = uri.getPath() == null ? uri.getSchemeSpecificPart() : uri.getPath();
                return UnixDomainSocketAddress.of(path);
            }
            if (!"dns".equals(uri.getScheme())) {
                throw new ConfigurationException("endpoint: Invalid value: \"" + endpoint + "\": unsupported scheme: "
                        + uri.getScheme() + ".  Options are none, dns or unix");
            }
            // dns://host:port, or dns:///host:port.
            var place = uri.getAuthority() == null
                    ? new URI("dns://" + uri.getPath().substring(1))
                    : uri;
            if (place.getHost() != null) {
                return InetSocketAddress.createUnresolved(
                        place.getHost(), place.getPort() < 0 ? PORT : place.getPort());
            }
        } catch (URISyntaxException | IllegalArgumentException | StringIndexOutOfBoundsException e) {
            // Said below.
        }
        throw new ConfigurationException(
                "endpoint: Invalid value: \"" + endpoint + "\": must be an address like " + HOST + ":" + PORT);
    }
}
