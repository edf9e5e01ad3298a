package dev.jibe.object.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.jibe.object.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainJsonTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The same text is read as YAML with a comment behind it, which JSON has not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":1,\"b\":[true,null,\"yes\",\"1\",-7],\"c\":{\"d\":\"x: y #z\"}}",
                "{ \"a\" : \"line\\nbreak\\t\\\\ \\\"quoted\\\" \\/\" ,\n \"b\" : [ ] }",
                "{\"n\":9223372036854775807,\"~\":\"2001-01-01\",\"on\":\"off\"}"
            })
    void whatIsPlainMeansTheSame(String text) {
        var plain = PlainJson.read(utf8(text));
        assertNotNull(plain);
        assertEquals(Yaml.parse(text + " # YAML"), plain);
        assertEquals(Json.parse(utf8(text)), plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a: 1",
                "[1]",
                "{a: 1}",
                "{\"a\":1.0}",
                "{\"a\":[1e3]}",
                "{\"a\":1} # more",
                "{\"a\":\"\\u00e9\"}",
                "{\"a\":\"\u00e9\"}",
                "{\t\"a\":1}",
                "{\"a\":1,\"a\":2}"
            })
    void theRestIsYaml(String text) {
        assertNull(PlainJson.read(utf8(text)));
    }

    @Test
    void keysThatComeTwiceAreToldAsYamlTellsThem() {
        assertEquals(
                List.of("line 1: key \"a\" already set in map"),
                Yaml.read(utf8("{\"a\":1,\"a\":2}")).duplicates());
    }
}
