package dev.jibe.scheduler.queue;

import static dev.jibe.scheduler.Cluster.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PodQueueTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final PodQueue queue = new PodQueue(
            namespace -> JsonMap.EMPTY,
            template -> Profile.DEFAULT,
            template -> Set.of(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            QueueWatcher.NONE);

    private String take(Instant now) {
        return queue.take(now).map(pod -> pod.pod().name()).orElse("");
    }

    private void put(PodInfo... pods) {
        for (var pod : pods) {
            queue.put(pod, NOW);
        }
    }

    @Test
    void givesImportantPodsFirstAndThenThoseThatCameFirst() {
        put(pod("first", 0, 1), pod("second", 0, 1), pod("high", 5, 1));
        assertEquals("high first second", take(NOW) + " " + take(NOW) + " " + take(NOW));
        assertEquals("", take(NOW));
    }

    @Test
    void aFailedPodWaitsForAChangeAndForItsBackOff() {
        put(pod("p", 0, 1));
        take(NOW);
        queue.failed("default/p", Set.of(Plugin.NODE_RESOURCES_FIT), NOW);
        assertEquals("", take(NOW.plusSeconds(60)));
        queue.changed(new ClusterEvent.Anything(), NOW);
        assertEquals("", take(NOW));
        assertEquals(Optional.of(NOW.plusSeconds(1)), queue.nextWakeUp());
        assertEquals("p", take(NOW.plusSeconds(1)));
    }

    @Test
    void aWaitingPodCanBeTriedAgainWithoutAChange() {
        put(pod("p", 0, 1));
        take(NOW);
        queue.failed("default/p", Set.of(Plugin.NODE_RESOURCES_FIT), NOW);
        queue.retry("default/p", NOW);
        assertEquals("p", take(NOW.plusSeconds(1)));
    }
}
