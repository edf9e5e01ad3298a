package dev.jibe.controllers.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.api.v1.PodTemplateSpec;
import dev.jibe.object.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateHashTest {

    /** Each line: upstream's hash of a template, its hash after one collision, and the template. */
    static List<String> upstream() throws IOException {
        try (var in = TemplateHashTest.class.getResourceAsStream("hashes.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("upstream")
    void isTheSameAsUpstreams(String line) {
        var parts = line.split(" ", 3);
        var template = new PodTemplateSpec(Json.parseMap(parts[2]));
        assertEquals(parts[0], TemplateHash.of(template, OptionalInt.empty()));
        assertEquals(parts[1], TemplateHash.of(template, OptionalInt.of(1)));
    }
}
