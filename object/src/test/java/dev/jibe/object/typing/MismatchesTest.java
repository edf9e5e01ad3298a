package dev.jibe.object.typing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.json.Json;
import dev.jibe.object.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MismatchesTest {

    private static String first(String json) {
        var bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        var type = Schema.builtin().type("io.k8s.api.core.v1.Event");
        return assertThrows(Mismatches.class, () -> Conform.conform(Json.parseMap(bytes), type))
                .first(bytes);
    }

    @Test
    void theDocumentSaysWhichComesFirst() {
        assertEquals(
                "json: cannot unmarshal number into Go struct field Event.reason of type string",
                first("{'reason':1,'count':'x'}"));
        assertEquals(
                "json: cannot unmarshal string into Go struct field Event.count of type int32",
                first("{'count':'x','reason':1}"));
    }

    @Test
    void aTypeThatReadsItselfEndsAll() {
        assertEquals(
                "json: cannot unmarshal number into Go struct field Event.lastTimestamp of type string",
                first("{'reason':1,'lastTimestamp':5}"));
    }

    @Test
    void ofVeryManyTheFirstIsAmongThoseThatAreKept() {
        var labels = IntStream.range(0, 100_000).mapToObj(i -> "'k" + i + "':1").collect(Collectors.joining(","));
        assertEquals(
                "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string",
                first("{'metadata':{'labels':{" + labels + "}}}"));
    }
}
