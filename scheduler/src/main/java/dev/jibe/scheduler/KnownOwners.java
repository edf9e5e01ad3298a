package dev.jibe.scheduler;

import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.apps.v1.StatefulSet;
import dev.jibe.object.api.v1.ReplicationController;
import dev.jibe.object.api.v1.Service;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.selector.Requirement;
import dev.jibe.object.view.ApiObject;
import dev.jibe.scheduler.snapshot.Owners;
import dev.jibe.scheduler.snapshot.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What caches know of the Services and controllers that pods belong to. Asked by the scheduler's one thread. */
final class KnownOwners implements Owners {

    private static final int REMEMBERED = 8192;

    private final Informer<Service> services;
    private final Informer<ReplicationController> controllers;
    private final Informer<ReplicaSet> replicaSets;
    private final Informer<StatefulSet> statefulSets;

    /** Answers, until any selector changes. */
    private final Map<Template, LabelSelector> known = new HashMap<>();

    private final AtomicBoolean outdated = new AtomicBoolean();

    KnownOwners(Informers informers) {
        this.services = informers.of(Service.KIND);
        this.controllers = informers.of(ReplicationController.KIND);
        this.replicaSets = informers.of(ReplicaSet.KIND);
        this.statefulSets = informers.of(StatefulSet.KIND);
    }

    void start() {
        services.onChange(this::hear);
        controllers.onChange(this::hear);
        replicaSets.onChange(this::hear);
        statefulSets.onChange(this::hear);
    }

    void awaitSynced() throws InterruptedException {
        services.awaitSyncedPatiently();
        controllers.awaitSyncedPatiently();
        replicaSets.awaitSyncedPatiently();
        statefulSets.awaitSyncedPatiently();
    }

    private void hear(Change<? extends ApiObject> change) {
        boolean same = change instanceof Change.Updated<? extends ApiObject>(var before, var now)
                && selectorOf(before.tree()).equals(selectorOf(now.tree()));
        if (!same) {
            outdated.set(true);
        }
    }

    private static JsonMap selectorOf(JsonMap object) {
        return object.map("spec").map("selector");
    }

    @Override
    public LabelSelector selector(Template pod) {
        if (outdated.getAndSet(false) || known.size() > REMEMBERED) {
            known.clear();
        }
        return known.computeIfAbsent(pod, this::find);
    }

    private LabelSelector find(Template pod) {
        var labels = JsonMap.builder();
        for (var service : services.cache().inNamespace(pod.namespace())) {
            var selector = selectorOf(service.tree());
            if (!selector.isEmpty() && LabelSelector.ofLabels(selector).matches(pod.labels())) {
                selector.forEach(labels::put);
            }
        }
        var owner = pod.owner();
        var namespace = pod.namespace();
        var name = owner.string("name");
        List<Requirement> more = new ArrayList<>();
        switch (owner.string("apiVersion") + " " + owner.string("kind")) {
            case "v1 ReplicationController" ->
                controllers
                        .cache()
                        .get(namespace, name)
                        .ifPresent(it -> selectorOf(it.tree()).forEach(labels::put));
            case "apps/v1 ReplicaSet" -> more = requirements(replicaSets.cache().get(namespace, name));
            case "apps/v1 StatefulSet" ->
                more = requirements(statefulSets.cache().get(namespace, name));
            default -> {}
        }
        var all = new ArrayList<>(LabelSelector.ofLabels(labels.build()).requirements());
        all.addAll(more);
        return new LabelSelector(all);
    }

    private static <T extends ApiObject> List<Requirement> requirements(Optional<T> owner) {
        return owner.map(it -> LabelSelector.of(selectorOf(it.tree())).requirements())
                .orElse(List.of());
    }
}
