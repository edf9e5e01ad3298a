package dev.jibe.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import org.junit.jupiter.api.Test;

class ReinvocationTest {

    @Test
    void asksThoseAgainThatSawAnOlderObject() {
        var reinvocation = new Reinvocation();
        var round = reinvocation.of("hooks");
        round.start(JsonMap.EMPTY);
        round.asked("first", false, true);
        round.asked("never-again", false, false);
        round.asked("changes", true, true);
        round.asked("last", false, true);
        round.end(JsonMap.of("a", 1L));
        assertTrue(reinvocation.isWanted());

        reinvocation.begin();
        round.start(JsonMap.of("a", 1L));
        assertEquals(
                "[true, false, false, false]",
                java.util.List.of(
                                round.asks("first"),
                                round.asks("never-again"),
                                round.asks("changes"),
                                round.asks("last"))
                        .toString());
    }

    @Test
    void asksAllAgainIfTheyHaveDoneSomething() {
        var reinvocation = new Reinvocation();
        var round = reinvocation.of("policies");
        round.start(JsonMap.EMPTY);
        round.asked("one", true, true);
        round.worked();
        round.end(JsonMap.of("a", 1L));
        reinvocation.begin();
        round.start(JsonMap.of("a", 1L));
        assertTrue(round.asks("one"));
    }

    @Test
    void asksAllAgainIfSomebodyElseHasChangedTheObject() {
        var reinvocation = new Reinvocation();
        var round = reinvocation.of("hooks");
        round.start(JsonMap.EMPTY);
        round.asked("one", false, true);
        round.end(JsonMap.EMPTY);
        assertFalse(reinvocation.isWanted());
        reinvocation.begin();
        round.start(JsonMap.of("changed", true));
        assertTrue(round.asks("one"));
    }
}
