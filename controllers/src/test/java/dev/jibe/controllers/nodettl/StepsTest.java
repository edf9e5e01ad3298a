package dev.jibe.controllers.nodettl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepsTest {

    @ParameterizedTest
    @CsvSource({"0,100,0", "0,101,15", "1,95,15", "1,89,0", "0,5000,300", "4,1800,300", "4,1799,60", "4,1,0"})
    void goesUpAndDownLate(int before, int nodes, int seconds) {
        assertEquals(seconds, Steps.seconds(Steps.next(before, nodes)));
    }
}
