package dev.jibe.wire.http.channel;

import java.util.ArrayList;
import java.util.List;

/** An event that happens at most once, and those who want to know of it; each is told on a virtual thread. */
public final class Ending {
    private List<Runnable> callbacks = List.of();
    private boolean happened;

    public synchronized boolean happened() {
        return happened;
    }

    public void then(Runnable callback) {
        synchronized (this) {
            if (!happened) {
                if (callbacks.isEmpty()) {
                    callbacks = new ArrayList<>(1);
                }
                callbacks.add(callback);
                return;
            }
        }
        Thread.startVirtualThread(callback);
    }

    /** Makes it happen; whether this was the first time. */
    public boolean happen() {
        List<Runnable> told;
        synchronized (this) {
            if (happened) {
                return false;
            }
            happened = true;
            told = callbacks;
            callbacks = List.of();
        }
        told.forEach(Thread::startVirtualThread);
        return true;
    }
}
