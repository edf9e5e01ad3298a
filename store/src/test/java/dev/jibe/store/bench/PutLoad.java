package dev.jibe.store.bench;

import dev.jibe.runtime.Clock;
import dev.jibe.store.Expect;
import dev.jibe.store.Store;
import dev.jibe.store.StoreConfig;
import dev.jibe.store.Values;
import dev.jibe.store.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Prints how many durable puts a second so many writers get through, each waiting for its own put before the next. */
public final class PutLoad {

    private static final int VALUE_BYTES = 1024;
    private static final int KEYS_OF_A_WRITER = 1_000;
    private static final int WARM_UP = 0;
    private static final int MEASURING = 1;
    private static final int OVER = 2;
    private static final Duration WARM_UP_TIME = Duration.ofSeconds(3);

    /** Bytes as they come, so that only the store is measured. */
    private static final Values<byte[]> BYTES = new Values<>() {
        @Override
        public byte[] encode(String bucket, String key, byte[] value) {
            return value;
        }

        @Override
        public byte[] decode(String bucket, String key, byte[] bytes) {
            return bytes;
        }

        @Override
        public byte[] stamp(byte[] value, long revision) {
            return value;
        }
    };

    private PutLoad() {}

    /** Arguments: the directory to write in, seconds of each measurement, and the numbers of writers. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path parent = Path.of(arguments[0]);
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[1]));
        for (int i = 2; i < arguments.length; i++) {
            int writers = Integer.parseInt(arguments[i]);
            Path directory = Files.createTempDirectory(parent, "put-load");
            try (Store<byte[]> store = Store.open(StoreConfig.in(directory), BYTES, Clock.system())) {
                System.out.printf("writers %d: %.0f puts/s%n", writers, measure(store, writers, time));
            } finally {
                delete(directory);
            }
        }
    }

    private static double measure(Store<byte[]> store, int writers, Duration time) throws InterruptedException {
        byte[] value = new byte[VALUE_BYTES];
        new Random(1).nextBytes(value);
        var phase = new AtomicInteger(WARM_UP);
        var measured = new LongAdder();
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            String prefix = "ns-" + writer + "/pod-";
            threads.add(Thread.startVirtualThread(() -> {
                for (int i = 0; phase.get() != OVER; i++) {
                    store.commit(Write.put("pods", prefix + i % KEYS_OF_A_WRITER, value, Expect.ANY));
                    if (phase.get() == MEASURING) {
                        measured.increment();
                    }
                }
            }));
        }
        Clock clock = Clock.system();
        clock.sleep(WARM_UP_TIME);
        phase.set(MEASURING);
        long begin = clock.nanoTime();
        clock.sleep(time);
        double rate = measured.sum() * 1e9 / (clock.nanoTime() - begin);
        phase.set(OVER);
        for (Thread thread : threads) {
            thread.join();
        }
        return rate;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
