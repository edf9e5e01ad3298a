package dev.jibe.node.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {

    @ParameterizedTest
    @CsvSource({
        "$(A),1",
        "x$(A)y$(B)z,x1y2z",
        "$$(A),$(A)",
        "$$$(A),$1",
        "$(MISSING),$(MISSING)",
        "$(A,$(A",
        "$A,$A",
        "a$,a$",
        "plain,plain"
    })
    void expands(String text, String expected) {
        assertEquals(expected, Expansion.of(text, Map.of("A", "1", "B", "2")));
    }
}
