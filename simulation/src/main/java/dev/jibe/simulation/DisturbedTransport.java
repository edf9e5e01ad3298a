package dev.jibe.simulation;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Event;
import dev.jibe.client.EventStream;
import dev.jibe.client.Reply;
import dev.jibe.client.Transport;
import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The way of one part of a cluster to the API server, in whatever weather; what passes is counted. */
final class DisturbedTransport implements Transport {

    private final String user;
    private final Transport way;
    private final Weather weather;
    private final Traffic traffic;
    private final Clock clock;

    DisturbedTransport(String user, Transport way, Weather weather, Traffic traffic, Clock clock) {
        this.user = user;
        this.way = way;
        this.weather = weather;
        this.traffic = traffic;
        this.clock = clock;
    }

    @Override
    public Reply send(Call call) {
        var asked = words(call);
        var answer = "";
        traffic.begin(asked);
        try {
            var reply = switch (weather.ofCall(user + call.method())) {
                case FINE -> way.send(call);
                case LOST -> throw lost(call);
                case ANSWER_LOST -> {
                    way.send(call);
                    throw lost(call);
                }
            };
            answer = reply.code() + " " + version(reply.body());
            return reply;
        } catch (RuntimeException e) {
            answer = String.valueOf(e.getMessage());
            throw e;
        } finally {
            traffic.end(asked + " -> " + answer);
        }
    }

    private String words(Call call) {
        // ConfigMaps have the authority's certificate, which is of the directory and not of the seed.
        var body = call.path().contains("/configmaps") ? "" : String.valueOf(call.body());
        return user + " " + call + " " + new TreeMap<>(call.query()) + " " + body;
    }

    private static String version(JsonMap object) {
        return object.map("metadata").string("resourceVersion");
    }

    private static ApiFailure lost(Call call) {
        return ApiFailure.unreachable(call, new IllegalStateException("lost on the way"));
    }

    @Override
    public EventStream watch(Call call) {
        var asked = words(call);
        traffic.begin(asked);
        try {
            return new DisturbedStream(user + call.path(), way.watch(call));
        } finally {
            traffic.end(asked);
        }
    }

    @Override
    public void close() {
        way.close();
    }

    private final class DisturbedStream implements EventStream {

        private final String name;
        private final EventStream events;
        private @Nullable Event again;

        DisturbedStream(String name, EventStream events) {
            this.name = name;
            this.events = events;
        }

        @Override
        public @Nullable Event next() throws InterruptedException {
            var repeated = again;
            if (repeated != null) {
                again = null;
                return repeated;
            }
            var event = events.next();
            if (event == null) {
                traffic.pass(name + " ended");
                return null;
            }
            traffic.pass(name + " " + event.type() + " " + version(event.object()));
            switch (weather.ofEvent(name)) {
                case Weather.OfEvent.Fine() -> {}
                case Weather.OfEvent.Slow(var by) -> clock.sleep(by);
                case Weather.OfEvent.Repeated() -> again = event;
                case Weather.OfEvent.Broken() -> {
                    return null;
                }
                case Weather.OfEvent.Gone() -> {
                    return new Event(Event.ERROR, gone());
                }
            }
            return event;
        }

        private static JsonMap gone() {
            return JsonMap.of(
                    "kind", "Status", "apiVersion", "v1", "status", "Failure", "reason", "Expired", "code", 410L);
        }

        @Override
        public void close() {
            events.close();
        }
    }
}
