package dev.jibe.object.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DocumentOrderTest {

    @Test
    void oddKeysAreToldInTheOrderOfTheText() {
        var text =
                "{\"z\":1,\"m\":[{\"k\":1,\"k\":2}],\"b\":{\"c\":1},\"m\":[],\"a\":2}".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                List.of(
                        "unknown field \"z\"",
                        "duplicate field \"m[0].k\"",
                        "unknown field \"b.c\"",
                        "duplicate field \"m\"",
                        "unknown field \"a\""),
                DocumentOrder.of(text, List.of("a", "b.c", "z"), List.of("m", "m[0].k")));
    }

    @Test
    void nobodyLooksIntoAnUnknownField() {
        var text = "{\"u\":{\"k\":1,\"k\":2}}".getBytes(StandardCharsets.UTF_8);
        assertEquals(List.of("unknown field \"u\""), DocumentOrder.of(text, List.of("u"), List.of("u.k")));
    }
}
