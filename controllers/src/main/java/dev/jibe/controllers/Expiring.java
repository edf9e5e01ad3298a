package dev.jibe.controllers;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** The shell of controllers that do nothing but remove the objects of a kind when their time has come. */
public final class Expiring<T extends ApiObject> {

    private final Resource<T> resource;
    private final Informer<T> cache;
    private final Function<T, Instant> end;
    private final Clock clock;

    private Expiring(Surroundings surroundings, Kind<T> kind, Function<T, Instant> end) {
        this.resource = surroundings.client().of(kind);
        this.cache = surroundings.informer(kind);
        this.end = end;
        this.clock = surroundings.clock();
    }

    /**
     * Begins.
     *
     * @param name of the controller
     * @param end until when an object stays, as it is now
     */
    public static <T extends ApiObject> Controller start(
            Surroundings surroundings, String name, Kind<T> kind, Function<T, Instant> end) {
        var shell = new Expiring<>(surroundings, kind, end);
        return surroundings.running(
                surroundings.controller(name).on(shell.cache).start(shell::reconcile));
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var left = Duration.between(clock.now(), end.apply(found.get()));
        if (left.isPositive()) {
            return Outcome.again(left);
        }
        ApiFailure.unlessGone(() -> resource.delete(
                key.namespace(), key.name(), Deletion.ofUid(found.get().uid())));
        return Outcome.DONE;
    }
}
