package dev.jibe.controllers;

import dev.jibe.client.Client;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.QueueMetrics;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.Ids;
import dev.jibe.runtime.metrics.Metrics;
import java.util.ArrayDeque;
import java.util.Deque;

/** What every controller is given: the API, the caches that it shares with the others, time and names. */
public final class Surroundings implements AutoCloseable {
    private final Client client;
    private final Informers informers;
    private final Clock clock;
    private final Ids ids;
    private final Metrics figures;
    private final QueueMetrics queues;
    private final Deque<Runnable> endings = new ArrayDeque<>();

    public Surroundings(Client client, Clock clock, Ids ids, Metrics figures) {
        this.client = client;
        this.informers = new Informers(client, clock);
        this.clock = clock;
        this.ids = ids;
        this.figures = figures;
        this.queues = new QueueMetrics(figures);
    }

    public Client client() {
        return client;
    }

    public Informers informers() {
        return informers;
    }

    public <T extends ApiObject> Informer<T> informer(Kind<T> kind) {
        return informers.of(kind);
    }

    public Clock clock() {
        return clock;
    }

    public Ids ids() {
        return ids;
    }

    /** Where controllers count what they do. */
    public Metrics metrics() {
        return figures;
    }

    /** Where queues count what waits in them. */
    public QueueMetrics queues() {
        return queues;
    }

    /** A controller to be given its triggers. */
    public Controller.Builder controller(String name) {
        return Controller.named(name, clock, queues);
    }

    /** Events in the name of a component, written until these surroundings close. */
    public EventRecorder events(String component) {
        var recorder = new EventRecorder(client, component, "", clock);
        onClose(recorder::close);
        return recorder;
    }

    /** Has the controller stopped with everything else. */
    public Controller running(Controller controller) {
        onClose(controller::close);
        return controller;
    }

    /** Has something else ended with everything else, before what was begun earlier. */
    public synchronized void onClose(Runnable ending) {
        endings.push(ending);
    }

    @Override
    public synchronized void close() {
        while (!endings.isEmpty()) {
            endings.pop().run();
        }
        informers.close();
    }
}
