package dev.jibe.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random writes to an empty store against the plain model: every revision, every event, every refusal. */
final class ModelTrial {

    private static final List<String> BUCKETS = List.of("a", "b", "c");
    private static final int WRITES = 400;

    private ModelTrial() {}

    static void run(Store<Words> store, Random random) {
        long base = store.revision();
        try (Watch<Words> watch = store.watch("b", "k1", base)) {
            List<Model> revisions = new ArrayList<>(List.of(new Model()));
            List<Event<Words>> expected = new ArrayList<>();
            for (int i = 0; i < WRITES; i++) {
                Model model = revisions.getLast().copy();
                Write.Single<Words> write = write(random, base, i);
                boolean allowed = allowed(model.bucket(write.bucket()).get(write.key()), write);
                try {
                    Committed<Words> committed = store.commit(write);
                    assertTrue(allowed);
                    if (!committed.events().isEmpty()) {
                        model.apply(committed);
                        revisions.add(model);
                        committed.events().stream()
                                .filter(event -> event.current().bucket().equals("b"))
                                .filter(event -> event.current().key().startsWith("k1"))
                                .forEach(expected::add);
                    }
                } catch (StoreException.Conflict conflict) {
                    assertTrue(!allowed, conflict::getMessage);
                    assertEquals(model.bucket(write.bucket()).get(write.key()), conflict.current());
                }
                assertEquals(base + revisions.size() - 1, store.revision());
            }
            for (int i = 0; i < revisions.size(); i++) {
                revisions.get(i).assertSame(store.at(base + i), BUCKETS);
            }
            assertEquals(expected, drain(watch, random));
            assertEquals(store.revision(), watch.revision());
            long middle = base + random.nextInt(revisions.size() - 1);
            try (Watch<Words> later = store.watch("b", "k1", middle)) {
                assertEquals(
                        expected.stream()
                                .filter(event -> event.revision() > middle)
                                .toList(),
                        drain(later, random));
            }
        }
    }

    private static List<Event<Words>> drain(Watch<Words> watch, Random random) {
        List<Event<Words>> events = new ArrayList<>();
        while (true) {
            List<Event<Words>> more = watch.poll(1 + random.nextInt(10));
            if (more.isEmpty()) {
                return events;
            }
            events.addAll(more);
        }
    }

    private static boolean allowed(@Nullable Entry<Words> current, Write.Single<Words> write) {
        return switch (write.expect()) {
            case Expect.Any() -> true;
            case Expect.Absent() -> current == null;
            case Expect.Exists() -> current != null;
            case Expect.Revision(long revision) -> current != null && current.modRevision() == revision;
        };
    }

    private static Write.Single<Words> write(Random random, long base, int number) {
        String bucket = BUCKETS.get(random.nextInt(BUCKETS.size()));
        String key = "k" + random.nextInt(20);
        Expect expect = switch (random.nextInt(4)) {
            case 0 -> Expect.ABSENT;
            case 1 -> Expect.EXISTS;
            case 2 -> Expect.revision(base + 1 + random.nextInt(number + 1));
            default -> Expect.ANY;
        };
        return random.nextInt(3) == 0
                ? Write.delete(bucket, key, expect)
                : Write.put(bucket, key, Words.of("value" + number), expect);
    }
}
