package dev.jibe.object.typing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.RawJson;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"b\":2}", "{\"a\":1, \"b\":2}", "{\"b\":2,\"a\":1}"})
    void whatCameOtherwiseThanItWouldBeWrittenIsNoted(String parameters) {
        var text = "{\"apiVersion\":\"resource.k8s.io/v1\",\"kind\":\"DeviceClass\",\"spec\":{\"config\":[{\"opaque\":"
                + "{\"driver\":\"d\",\"parameters\":" + parameters + "}}]}}";
        var type = Objects.requireNonNull(Schema.builtin().type("io.k8s.api.resource.v1.DeviceClass"));
        var plain = Json.parseMap(text);
        var noted = Spelling.noted(plain, text.getBytes(StandardCharsets.UTF_8), type);
        var kept = noted.map("spec").list("config").map(0).map("opaque").get("parameters");
        assertEquals(!parameters.equals("{\"a\":1,\"b\":2}"), kept instanceof RawJson);
        assertEquals(plain, Spelling.forgotten(noted));
        assertEquals(
                parameters,
                kept instanceof RawJson raw
                        ? new String(raw.spelled(), StandardCharsets.UTF_8)
                        : Json.text(Objects.requireNonNull(kept)));
    }
}
