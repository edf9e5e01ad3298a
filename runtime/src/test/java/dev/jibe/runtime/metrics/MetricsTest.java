package dev.jibe.runtime.metrics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MetricsTest {

    @Test
    void textHasEveryKind() {
        var metrics = new Metrics();
        metrics.counter("requests_total", "Requests.", "verb").increment("get");
        metrics.gauge("queue_depth", "Depth.").set(3);
        metrics.gauge("revision", "Revision.", () -> 42);
        metrics.histogram("wait_seconds", "Wait.", new double[] {0.1, 1}).observe(0.5);
        List<String> lines = metrics.text().lines().toList();
        assertTrue(lines.contains("requests_total{verb=\"get\"} 1"), lines::toString);
        assertTrue(lines.contains("queue_depth 3"), lines::toString);
        assertTrue(lines.contains("revision 42"), lines::toString);
        assertTrue(lines.contains("wait_seconds_bucket{le=\"1.0\"} 1"), lines::toString);
    }
}
