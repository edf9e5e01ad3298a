package dev.jibe.scheduler.queue;

import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.Set;

/** Is told what happens in a queue of pods, by upstream's names of events and queues. */
public interface QueueWatcher {

    /** Nobody is told. */
    QueueWatcher NONE = new QueueWatcher() {
        @Override
        public void came(String event, String queue) {}

        @Override
        public void rejected(PodInfo pod, Set<Plugin> plugins, int pods) {}
    };

    /** A pod came into a queue. */
    void came(String event, String queue);

    /** A pod is kept waiting by these plugins (1), or is no longer (-1). */
    void rejected(PodInfo pod, Set<Plugin> plugins, int pods);
}
