package dev.jibe.controllers.rootca;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.Namespace;
import dev.jibe.runtime.Clock;
import java.util.List;

/** The shell of the root CA publisher; its keys are namespaces. */
public final class RootCaPublisher {
    private static final int OK = 200;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Resource<ConfigMap> maps;
    private final Informer<Namespace> namespaceCache;
    private final Informer<ConfigMap> mapCache;
    private final String pem;
    private final Clock clock;
    private final RootCaMetrics metrics;

    private RootCaPublisher(Surroundings surroundings, String pem) {
        maps = surroundings.client().of(ConfigMap.KIND);
        namespaceCache = surroundings.informer(Namespace.KIND);
        mapCache = surroundings.informer(ConfigMap.KIND);
        this.pem = pem;
        clock = surroundings.clock();
        metrics = new RootCaMetrics(surroundings.metrics());
    }

    /** Publishes the authority's certificate, given as PEM. */
    public static Controller start(Surroundings surroundings, String pem) {
        var shell = new RootCaPublisher(surroundings, pem);
        return surroundings.running(surroundings
                .controller("root_ca_cert_publisher")
                .on(shell.namespaceCache)
                .mapped(shell.mapCache, RootCaPublisher::namespaceOf)
                .start(shell::reconcile));
    }

    private static List<Key> namespaceOf(ConfigMap map) {
        return map.name().equals(RootCaPlan.NAME) ? List.of(Key.cluster(map.namespace())) : List.of();
    }

    private Outcome reconcile(Key key, Fence fence) {
        long begun = clock.nanoTime();
        int code = OK;
        try {
            return publish(key, fence);
        } catch (ApiFailure failure) {
            code = failure.code();
            throw failure;
        } finally {
            metrics.synced(code, (clock.nanoTime() - begun) / NANOS_PER_SECOND);
        }
    }

    private Outcome publish(Key key, Fence fence) {
        var namespace = namespaceCache.cache().get(key);
        if (namespace.isPresent()) {
            var map = mapCache.cache().get(key.name(), RootCaPlan.NAME);
            var plan = RootCaPlan.of(new RootCaPlan.Observed(namespace.get(), map, pem));
            for (var action : plan.actions()) {
                apply(action, fence);
            }
        }
        return Outcome.DONE;
    }

    private void apply(RootCaPlan.Action action, Fence fence) {
        try {
            switch (action) {
                case RootCaPlan.Action.Create(ConfigMap map) -> fence.wrote(mapCache, maps.create(map));
                case RootCaPlan.Action.Update(ConfigMap map) -> fence.wrote(mapCache, maps.update(map));
            }
        } catch (ApiFailure failure) {
            if (!failure.isAlreadyExists() && !failure.isNamespaceTerminating()) {
                throw failure;
            }
        }
    }
}
