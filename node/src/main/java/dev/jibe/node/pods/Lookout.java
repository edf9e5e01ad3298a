package dev.jibe.node.pods;

import dev.jibe.node.cri.ContainerRuntime;
import dev.jibe.node.cri.RuntimeFailure;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * When to ask the runtime what it has.
 *
 * <p>A runtime that tells of ends by itself is asked once it told of one, and again until its answer knows of it: the part
 * of containerd that answers learns of it by the same event. Besides that it is asked now and then, in case something was
 * missed, and every second while it tells nothing.
 */
final class Lookout implements AutoCloseable {

    private static final Log LOG = Log.of(Lookout.class);

    private static final Duration UNTOLD = Duration.ofSeconds(1);
    private static final Duration TOLD = Duration.ofSeconds(30);
    private static final Duration FIRST_RETRY = Duration.ofMillis(5);

    private final ContainerRuntime runtime;
    private final Clock clock;
    private final UnaryOperator<Set<String>> look;
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Semaphore wake = new Semaphore(0);
    private final AtomicBoolean isTold = new AtomicBoolean();
    private volatile boolean closed;
    private @Nullable Thread looking;
    private @Nullable Thread listening;

    /**
     * Prepares it.
     *
     * @param look asks the runtime; given the ids of what is said to have ended, it answers which of them run on as far
     *     as the runtime says
     */
    Lookout(ContainerRuntime runtime, Clock clock, UnaryOperator<Set<String>> look) {
        this.runtime = runtime;
        this.clock = clock;
        this.look = look;
    }

    void start() {
        listening = Thread.ofVirtual().name("runtime-events").start(this::listen);
        looking = Thread.ofVirtual().name("runtime-lookout").start(this::keepLooking);
    }

    private void listen() {
        try {
            while (!closed) {
                isTold.set(true);
                try {
                    runtime.followEnds(id -> {
                        ended.add(id);
                        wake.release();
                    });
                } catch (RuntimeFailure e) {
                    LOG.debug("the container runtime tells nothing by itself", "why", e.text());
                }
                isTold.set(false);
                wake.release();
                clock.sleep(UNTOLD);
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer listening to the container runtime");
        }
    }

    private void keepLooking() {
        var retry = FIRST_RETRY;
        // Whoever has just begun to listen may have missed something.
        var delay = UNTOLD;
        try {
            while (!closed) {
                var timer = clock.schedule(delay, wake::release);
                wake.acquire();
                timer.cancel();
                wake.drainPermits();
                var told = Set.copyOf(ended);
                var open = ask(told);
                // Who contradicts itself for so long is asked in its own time again, which will show what is true.
                boolean asksAgain = !open.isEmpty() && retry.compareTo(UNTOLD) < 0;
                told.stream().filter(id -> !asksAgain || !open.contains(id)).forEach(ended::remove);
                delay = asksAgain ? retry : isTold.get() ? TOLD : UNTOLD;
                retry = asksAgain ? retry.multipliedBy(2) : FIRST_RETRY;
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer looking at the container runtime");
        }
    }

    private Set<String> ask(Set<String> told) {
        try {
            return look.apply(told);
        } catch (RuntimeFailure e) {
            LOG.warn("cannot ask the container runtime", "why", e.text());
            return told;
        }
    }

    @Override
    public void close() {
        closed = true;
        for (var thread : new Thread[] {listening, looking}) {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
