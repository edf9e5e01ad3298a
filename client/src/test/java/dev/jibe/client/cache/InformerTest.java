package dev.jibe.client.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.EventStream;
import dev.jibe.client.Patch;
import dev.jibe.client.Reply;
import dev.jibe.client.Selectors;
import dev.jibe.client.Transport;
import dev.jibe.client.memory.MemoryApi;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InformerTest {
    private final MemoryApi api = new MemoryApi();
    private final Client client = new Client(api);
    private final Informer<ConfigMap> informer = Informer.of(client, ConfigMap.KIND, Selectors.ALL, Clock.system());

    @AfterEach
    void stop() {
        informer.close();
    }

    private ConfigMap create(String name) {
        return client.of(ConfigMap.KIND).create(ConfigMap.KIND.create("default", name));
    }

    private void reach(ConfigMap written) throws InterruptedException {
        assertTrue(informer.awaitRevision(Revisions.parse(written.resourceVersion())));
    }

    @Test
    void showsWhatIsThereAndWhatComes() throws InterruptedException {
        create("a");
        informer.start();
        informer.awaitSynced();
        reach(create("b"));
        assertEquals(2, informer.cache().inNamespace("default").size());
        assertEquals("b", informer.cache().get("default", "b").orElseThrow().name());
    }

    @Test
    void tellsChangesInOrderAndReplaysToLatecomers() throws InterruptedException {
        informer.start();
        informer.awaitSynced();
        var created = create("a");
        reach(created);
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        informer.onChange(change -> heard.add(change.getClass().getSimpleName()));
        var patch = new Patch.Merge(JsonMap.of("data", JsonMap.of("k", "v")));
        reach(client.of(ConfigMap.KIND).patch("default", "a", patch));
        client.of(ConfigMap.KIND).delete("default", "a", Deletion.DEFAULT);
        assertTrue(informer.awaitDeletion(new Key("default", "a"), created.uid()));
        assertEquals(List.of("Added", "Updated", "Deleted"), heard);
    }

    @Test
    void listsAgainWhenHistoryIsGone() throws InterruptedException {
        var gone = create("a");
        informer.start();
        informer.awaitSynced();
        api.breakWatches();
        client.of(ConfigMap.KIND).delete("default", gone.name(), Deletion.DEFAULT);
        var kept = create("b");
        api.expireHistory();
        reach(kept);
        assertTrue(informer.cache().get("default", "a").isEmpty());
        assertTrue(informer.cache().get("default", "b").isPresent());
    }

    @Test
    void movesOnWithBookmarks() throws InterruptedException {
        informer.start();
        informer.awaitSynced();
        await().until(() -> informer.awaitRevision(api.bookmark()));
        assertTrue(informer.cache().all().isEmpty());
    }

    @Test
    void keepsIndexesUpToDate() throws InterruptedException {
        informer.addIndex("value", map -> List.copyOf(map.data().values()));
        informer.start();
        informer.awaitSynced();
        reach(client.of(ConfigMap.KIND)
                .create(ConfigMap.KIND.create("default", "a").withDataTree(JsonMap.of("k", "red"))));
        assertEquals(1, informer.cache().byIndex("value", "red").size());
        var patch = new Patch.Merge(JsonMap.of("data", JsonMap.of("k", "blue")));
        reach(client.of(ConfigMap.KIND).patch("default", "a", patch));
        assertEquals(0, informer.cache().byIndex("value", "red").size());
        assertEquals(1, informer.cache().byIndex("value", "blue").size());
    }

    @Test
    void waitingForAListThatMayNotBeHadEndsWithTheReason() {
        var refusals = new CountDownLatch(2);
        try (var refused = Informer.of(
                new Client(new Refusing(refusals)), ConfigMap.KIND, Selectors.ALL, new ClockAfter(refusals))) {
            refused.start();
            var failure = assertThrows(ApiFailure.class, refused::awaitSynced);
            assertEquals("no list of configmaps within 60 s: configmaps is forbidden", failure.getMessage());
        }
    }

    private record Refusing(CountDownLatch refusals) implements Transport {
        @Override
        public Reply send(Call call) {
            refusals.countDown();
            throw ApiFailure.of(403, "Forbidden", "configmaps is forbidden");
        }

        @Override
        public EventStream watch(Call call) {
            throw new AssertionError("nothing was listed");
        }

        @Override
        public void close() {}
    }

    /** Every time has come as soon as something has happened. */
    private record ClockAfter(CountDownLatch happened) implements Clock {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public void sleep(Duration duration) {}

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            var thread = Thread.ofVirtual().start(() -> {
                try {
                    happened.await();
                    task.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            return thread::interrupt;
        }
    }
}
