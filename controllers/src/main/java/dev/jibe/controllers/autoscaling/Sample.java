package dev.jibe.controllers.autoscaling;

import java.time.Duration;
import java.time.Instant;

/**
 * What one pod was measured to use.
 *
 * @param milliValue in thousandths of the unit
 * @param window the time before that it is the average of
 */
record Sample(long milliValue, Instant timestamp, Duration window) {

    Sample withMilliValue(long value) {
        return new Sample(value, timestamp, window);
    }
}
