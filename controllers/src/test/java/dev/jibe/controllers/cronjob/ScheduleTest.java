package dev.jibe.controllers.cronjob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.MalformedException;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    * * * * *              | 2026-05-04T12:00:00Z | 2026-05-04T12:01:00Z
                    * * * * *              | 2026-05-04T12:00:59Z | 2026-05-04T12:01:00Z
                    */15 * * * *           | 2026-05-04T12:50:00Z | 2026-05-04T13:00:00Z
                    5/20 * * * *           | 2026-05-04T12:30:00Z | 2026-05-04T12:45:00Z
                    0 9-17/4 * * mon-fri   | 2026-05-08T17:00:00Z | 2026-05-11T09:00:00Z
                    30 3 1 jan ?           | 2026-05-04T12:00:00Z | 2027-01-01T03:30:00Z
                    0 0 13 * 5             | 2026-05-04T12:00:00Z | 2026-05-08T00:00:00Z
                    0 0 */10 * 5           | 2026-05-04T12:00:00Z | 2026-05-08T00:00:00Z
                    0 0 29 2 *             | 2026-05-04T12:00:00Z | 2028-02-29T00:00:00Z
                    0 12 * * 0             | 2026-05-04T12:00:00Z | 2026-05-10T12:00:00Z
                    @hourly                | 2026-05-04T12:00:00Z | 2026-05-04T13:00:00Z
                    @weekly                | 2026-05-04T12:00:00Z | 2026-05-10T00:00:00Z
                    @yearly                | 2026-05-04T12:00:00Z | 2027-01-01T00:00:00Z
                    @every 1h30m           | 2026-05-04T12:00:00Z | 2026-05-04T13:30:00Z
                    """)
    void theNextTime(String schedule, String after, String next) {
        assertEquals(
                Instant.parse(next),
                Schedule.parse(schedule, ZoneId.of("UTC"))
                        .next(Instant.parse(after))
                        .orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 9 * * *   | 2026-05-04T12:00:00Z | 2026-05-05T07:00:00Z
                    30 2 * * *  | 2026-03-28T12:00:00Z | 2026-03-30T00:30:00Z
                    30 2 * * *  | 2026-10-25T00:30:00Z | 2026-10-25T01:30:00Z
                    """)
    void inATimeZoneWithSummerTime(String schedule, String after, String next) {
        assertEquals(
                Instant.parse(next),
                Schedule.parse(schedule, ZoneId.of("Europe/Berlin"))
                        .next(Instant.parse(after))
                        .orElseThrow());
    }

    @Test
    void aDayThatNeverComes() {
        assertEquals(
                true,
                Schedule.parse("0 0 31 2 *", ZoneId.of("UTC"))
                        .next(Instant.parse("2026-05-04T12:00:00Z"))
                        .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "* * * *", "60 * * * *", "* * * * 7", "*/0 * * * *", "a * * * *", "5-1 * * * *", "@every x"})
    void nonsenseIsRefused(String schedule) {
        assertThrows(MalformedException.class, () -> Schedule.parse(schedule, ZoneId.of("UTC")));
    }
}
