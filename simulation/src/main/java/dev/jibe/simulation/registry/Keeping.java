package dev.jibe.simulation.registry;

import dev.jibe.jibe.ServerSettings;
import dev.jibe.store.StoreConfig;
import java.time.Duration;

/** What keeps the objects of a server, and can fail at a moment that nobody chose. */
sealed interface Keeping extends AutoCloseable permits OnDisk, OverEtcd {

    Duration MEMORY = Duration.ofHours(10);
    long MEMORY_BYTES = 64L << 20;

    /** How a server is started over it. */
    StoreConfig store(int revisions);

    ServerSettings settings();

    /** Lets it fail after so many more operations: the server that is running can keep nothing from then on. */
    void failAfter(int operations);

    /** Lets it fail after so many more operations, or what is less than that and the server has to survive. */
    void disturbAfter(int operations);

    boolean hasFailed();

    /** Goes on with what it has kept; the server over it is gone. */
    void recover();

    /** Whether time has to go on while the server works: it waits for somebody outside, and asks again after a while. */
    boolean needsTime();

    @Override
    void close();
}
