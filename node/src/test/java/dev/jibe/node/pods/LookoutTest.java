package dev.jibe.node.pods;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.node.fake.FakeRuntime;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LookoutTest {

    private final FakeRuntime runtime = new FakeRuntime(Clock.system(), Duration.ZERO);

    @Test
    void asksAgainUntilTheAnswerKnowsWhatWasTold() {
        List<Set<String>> asked = new CopyOnWriteArrayList<>();
        try (var lookout = new Lookout(runtime, Clock.system(), told -> {
            asked.add(told);
            return asked.size() < 4 ? told : Set.of();
        })) {
            lookout.start();
            await().until(() -> {
                runtime.stopSandbox("s1"); // tells nobody before somebody listens
                return asked.size() >= 4;
            });
            assertEquals(Set.of("s1"), asked.get(1));
        }
    }
}
