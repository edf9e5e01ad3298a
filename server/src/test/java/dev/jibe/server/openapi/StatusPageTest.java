package dev.jibe.server.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.Query;
import dev.jibe.wire.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusPageTest {

    private final StatusPage page = new StatusPage(Clock.system(), Map.of("port", "1", "agents", "false"));

    private ApiResponse.Plain flags(String accept) {
        var request = new ApiRequest(
                "GET",
                "/flagz",
                Query.EMPTY,
                Headers.of("accept", accept),
                List.of(),
                Optional.empty(),
                new ApiRequest.Body.None());
        return assertInstanceOf(ApiResponse.Plain.class, page.flags(request));
    }

    @Test
    void flagsAreListedByName() {
        var text = new String(flags("text/plain").body(), StandardCharsets.UTF_8);
        assertTrue(text.startsWith("\napiserver flagz\nWarning: "), text);
        assertTrue(text.endsWith("only.\nagents:false\nport:1\n"), text);
    }

    @Test
    void flagsAreAnObjectForThoseWhoAskForIt() {
        var answer = flags("application/json;as=Flagz;v=v1alpha1;g=config.k8s.io");
        assertEquals("application/json;g=config.k8s.io;v=v1alpha1;as=Flagz", answer.contentType());
        assertEquals(
                "299 - \"This version of the flagz endpoint is deprecated. Please use a newer version.\"",
                answer.headers().get("warning", ""));
        var object = Json.parseMap(answer.body());
        assertEquals("config.k8s.io/v1alpha1", object.string("apiVersion"));
        assertEquals("1", object.map("flags").string("port"));
        assertEquals(
                "",
                flags("application/yaml;as=Flagz;v=v1beta1;g=config.k8s.io")
                        .headers()
                        .get("warning", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json;as=Statusz;v=v1beta1;g=config.k8s.io",
                "application/json;as=Flagz;v=v2;g=config.k8s.io",
                "text/html"
            })
    void otherFormsAreRefused(String accept) {
        assertThrows(ApiException.class, () -> flags(accept));
    }
}
