package dev.jibe.object.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.json.Json;
import org.junit.jupiter.api.Test;

final class YamlWriterTest {

    @Test
    void numbersInKeysCountAsNumbersAndLettersComeLast() {
        assertEquals(
                "a.b: 1\na2: 1\na10: 1\nab: 1\n", Yaml.write(Json.parse("{\"a10\":1,\"ab\":1,\"a2\":1,\"a.b\":1}")));
    }

    @Test
    void textThatCouldBeSomethingElseIsQuoted() {
        assertEquals(
                "a: \"yes\"\nb: \"1.5\"\nc: \"2020-01-01T00:00:00Z\"\nd: 'x: y'\ne: |\n  l1\n  l2\nf: plain\n",
                Yaml.write(
                        Json.parse(
                                "{\"a\":\"yes\",\"b\":\"1.5\",\"c\":\"2020-01-01T00:00:00Z\",\"d\":\"x: y\",\"e\":\"l1\\nl2\\n\",\"f\":\"plain\"}")));
    }
}
