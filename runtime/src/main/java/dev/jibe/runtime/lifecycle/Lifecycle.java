package dev.jibe.runtime.lifecycle;

import dev.jibe.runtime.logging.Log;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The running components of a process, in the order they were started.
 *
 * <p>Closing stops them in the opposite order. When one cannot be started, those before it are stopped again, so there
 * is never half a process.
 */
public final class Lifecycle implements AutoCloseable {

    private static final Log LOG = Log.of(Lifecycle.class);

    private final Deque<Component> running = new ArrayDeque<>();

    /** Starts one more component after those already running. */
    public synchronized void start(Component component) {
        try {
            component.start();
        } catch (Exception failure) {
            var refusal = new LifecycleException("start", component.name(), failure);
            try {
                close();
            } catch (LifecycleException stopping) {
                refusal.addSuppressed(stopping);
            }
            throw refusal;
        }
        running.push(component);
        LOG.debug("started", "component", component.name());
    }

    /** Stops everything, last started first; one that fails does not keep the others from stopping. */
    @Override
    public synchronized void close() {
        @Nullable LifecycleException first = null;
        while (!running.isEmpty()) {
            Component component = running.pop();
            try {
                component.stop();
                LOG.debug("stopped", "component", component.name());
            } catch (Exception failure) {
                var refusal = new LifecycleException("stop", component.name(), failure);
                if (first == null) {
                    first = refusal;
                } else {
                    first.addSuppressed(refusal);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
