package dev.jibe.server.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.server.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TracingConfigurationTest {

    private static TracingConfiguration parse(String fields) {
        return TracingConfiguration.parse(
                ("apiVersion: apiserver.config.k8s.io/v1\nkind: TracingConfiguration\n" + fields).getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "collector:55, collector/<unresolved>:55",
        "collector, collector/<unresolved>:4317",
        "dns:///collector:55, collector/<unresolved>:55",
        "unix:///run/otel.sock, /run/otel.sock",
        "unix:/run/otel.sock, /run/otel.sock",
        "'[::1]:55', '[::1]/<unresolved>:55'",
    })
    void collectorsHaveAddresses(String endpoint, String address) {
        assertEquals(address, parse("endpoint: '" + endpoint + "'").collector().toString());
    }

    @Test
    void collectorsAreHereUnlessSaidOtherwise() {
        assertEquals("localhost/<unresolved>:4317", parse("").collector().toString());
        assertEquals(0, parse("").perMillion());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "samplingRatePerMillion: -1 | samplingRatePerMillion: Invalid value: -1: sampling rate must be positive",
                "samplingRatePerMillion: 1000001 | samplingRatePerMillion: Invalid value: 1000001: sampling rate per"
                        + " million must be less than or equal to one million",
                "endpoint: http://a | 'endpoint: Invalid value: \"http://a\": unsupported scheme: http.  Options are"
                        + " none, dns or unix'",
                "endpoint: 'a b' | 'endpoint: Invalid value: \"a b\": must be an address like localhost:4317'",
                "endpoints: a | endpoints: unknown field",
            })
    void whatCannotBeUsedIsRefused(String fields, String message) {
        assertEquals(
                message,
                assertThrows(ConfigurationException.class, () -> parse(fields)).getMessage());
    }
}
