package dev.jibe.network;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Keeps something of this machine as it is wanted: does it again after every change, and later if it failed. */
public final class Upkeep implements AutoCloseable {

    private static final Log LOG = Log.of(Upkeep.class);

    /** After a refusal, which seldom passes at once. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final String what;
    private final Work work;
    private final Clock clock;
    private final Semaphore dirty = new Semaphore(0);
    private @Nullable Thread thread;

    /** Brings everything up to date, or fails with a {@link NetworkException}. */
    public interface Work {
        void run() throws InterruptedException;
    }

    /**
     * Does nothing yet.
     *
     * @param what is kept, for the log
     */
    public Upkeep(String what, Work work, Clock clock) {
        this.what = what;
        this.work = work;
        this.clock = clock;
    }

    /** Something has changed; several changes are worked on at once. */
    public void changed() {
        dirty.release();
    }

    public void start() {
        thread = Thread.ofVirtual().name(what).start(this::run);
    }

    private void run() {
        try {
            while (true) {
                dirty.acquire();
                dirty.drainPermits();
                try {
                    work.run();
                } catch (NetworkException e) {
                    LOG.error("not up to date", e, "what", what);
                    clock.sleep(RETRY);
                    dirty.release();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the upkeep ends", "what", what);
        }
    }

    @Override
    public void close() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
