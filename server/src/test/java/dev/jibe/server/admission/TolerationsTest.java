package dev.jibe.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import org.junit.jupiter.api.Test;

class TolerationsTest {

    private static final JsonMap ALL = JsonMap.of("operator", "Exists");
    private static final JsonMap ONE = JsonMap.of("key", "a", "operator", "Equal", "value", "1", "effect", "NoExecute");

    @Test
    void keepsNoneThatAnotherIncludes() {
        assertEquals(JsonList.of(ALL), Tolerations.merged(JsonList.of(ONE), JsonList.of(ALL)));
        assertEquals(JsonList.of(ALL), Tolerations.merged(JsonList.of(ALL), JsonList.of(ONE)));
        assertEquals(JsonList.of(ONE), Tolerations.merged(JsonList.of(ONE), JsonList.of(ONE)));
    }

    @Test
    void aShorterTimeIncludesNoLongerOne() {
        var brief = ONE.with("tolerationSeconds", 5L);
        var longer = ONE.with("tolerationSeconds", 10L);
        assertEquals(JsonList.of(longer), Tolerations.merged(JsonList.of(brief), JsonList.of(longer)));
        assertEquals(JsonList.of(ONE), Tolerations.merged(JsonList.of(brief), JsonList.of(ONE)));
    }
}
