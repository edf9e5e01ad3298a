package dev.jibe.server.registry.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanDurationTest {

    @ParameterizedTest
    @CsvSource({
        "-5, <invalid>",
        "0, 0s",
        "119, 119s",
        "120, 2m",
        "330, 5m30s",
        "3600, 60m",
        "11400, 3h10m",
        "100000, 27h",
        "180000, 2d2h",
        "864000, 10d",
        "91152000, 2y325d",
        "283824000, 9y"
    })
    void isShorterTheLongerItIs(long seconds, String text) {
        assertEquals(text, HumanDuration.of(Duration.ofSeconds(seconds)));
    }
}
