package dev.jibe.controllers.autoscaling;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Client;
import dev.jibe.client.Paths;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.status.StatusPatch;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shell of the autoscaler. Metrics have no watch, so each autoscaler is looked at every fifteen seconds; where there
 * is none, nothing happens.
 */
public final class HorizontalPodAutoscalerController {
    private static final Duration PERIOD = Duration.ofSeconds(15);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Client client;
    private final Resource<HorizontalPodAutoscaler> scalers;
    private final Informer<HorizontalPodAutoscaler> cache;
    private final Informer<Pod> podCache;
    private final EventRecorder events;
    private final Clock clock;
    private final boolean toZero;
    private final ScalerMetrics metrics;
    private final Map<String, History> histories = new ConcurrentHashMap<>();

    /** What the target of each autoscaler selects, as far as it has been looked at. */
    private final Map<Key, LabelSelector> selectors = new ConcurrentHashMap<>();

    private HorizontalPodAutoscalerController(Surroundings surroundings, boolean toZero) {
        this.toZero = toZero;
        client = surroundings.client();
        scalers = client.of(HorizontalPodAutoscaler.KIND);
        cache = surroundings.informer(HorizontalPodAutoscaler.KIND);
        podCache = surroundings.informer(Pod.KIND);
        events = surroundings.events("horizontal-pod-autoscaler");
        clock = surroundings.clock();
        metrics = new ScalerMetrics(surroundings.metrics());
    }

    /**
     * Starts it.
     *
     * @param toZero whether it may leave nothing running
     */
    public static Controller start(Surroundings surroundings, boolean toZero) {
        var shell = new HorizontalPodAutoscalerController(surroundings, toZero);
        var controller = surroundings.running(surroundings
                .controller("horizontalpodautoscaler")
                .reads(shell.cache)
                .reads(shell.podCache)
                .start(shell::reconcile));
        // Its own status is no reason to look again: recommendations would come faster than they are meant to.
        shell.cache.onChange(change -> {
            if (shell.isNews(change)) {
                controller.add(Key.of(change.object()));
            }
        });
        return controller;
    }

    private boolean isNews(Change<HorizontalPodAutoscaler> change) {
        return switch (change) {
            case Change.Added<HorizontalPodAutoscaler> ignored -> true;
            case Change.Updated<HorizontalPodAutoscaler>(var before, var now) ->
                before.metadata().generation() != now.metadata().generation();
            case Change.Deleted<HorizontalPodAutoscaler>(var last) -> {
                selectors.remove(Key.of(last));
                histories.remove(last.uid());
                yield false;
            }
        };
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var scaler = found.get();
        var history = histories.getOrDefault(scaler.uid(), History.NONE);
        long begun = clock.nanoTime();
        var pass = new Pass(client, scaler, history, events, metrics, clock, toZero);
        var status = pass.run(selector -> selected(key, selector));
        metrics.reconciled(
                status.currentReplicas(),
                pass.failed() ? status.currentReplicas() : status.desiredReplicas(),
                pass.failed(),
                (clock.nanoTime() - begun) / NANOS_PER_SECOND);
        histories.put(scaler.uid(), pass.history());
        StatusPatch.of(scaler.uid(), scaler.status().tree(), status.tree())
                .ifPresent(patch -> fence.wrote(cache, scalers.patchStatus(scaler.namespace(), scaler.name(), patch)));
        return Outcome.again(PERIOD);
    }

    private Pass.Selected selected(Key key, String selector) {
        var parsed = LabelSelector.parse(selector);
        selectors.put(key, parsed);
        var pods = podCache.cache().inNamespace(key.namespace()).stream()
                .filter(pod -> parsed.matches(pod.metadata().labelsTree()))
                .toList();
        var scalers = selectors.entrySet().stream()
                .filter(it -> it.getKey().namespace().equals(key.namespace())
                        && pods.stream()
                                .anyMatch(pod ->
                                        it.getValue().matches(pod.metadata().labelsTree())))
                .map(Map.Entry::getKey)
                .toList();
        return new Pass.Selected(pods, scalers);
    }

    /** The scale of the target. */
    static Scale scale(Client client, HorizontalPodAutoscaler scaler) {
        var target = scaler.spec().scaleTargetRef();
        var kind = client.discovery().kind(target.apiVersion(), target.kind());
        if (kind.isEmpty()) {
            throw ApiFailure.of(
                    404,
                    "NotFound",
                    "no matches for kind \"" + target.kind() + "\" in group \"" + group(target.apiVersion()) + "\"");
        }
        var path = Paths.subresource(kind.get(), scaler.namespace(), target.name(), "scale");
        return new Scale(path, client.transport().send(Call.get(path, Map.of())).body());
    }

    private static String group(String apiVersion) {
        return apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
    }

    static void resize(Client client, Scale scale, int replicas) {
        var body = JsonMap.of("spec", JsonMap.of("replicas", (long) replicas));
        client.transport().send(new Call("PATCH", scale.path(), Map.of(), "application/merge-patch+json", body));
    }
}
