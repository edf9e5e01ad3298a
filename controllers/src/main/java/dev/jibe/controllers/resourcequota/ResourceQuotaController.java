package dev.jibe.controllers.resourcequota;

import dev.jibe.client.Resource;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.resource.v1.DeviceClass;
import dev.jibe.object.api.v1.ResourceQuota;
import dev.jibe.object.api.v1.ResourceQuotaStatus;
import dev.jibe.object.quota.CountedResource;
import dev.jibe.object.quota.QuotaUsage;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The shell of the ResourceQuota controller.
 *
 * <p>Admission raises what is used as it lets objects in; this one counts all anew when a quota changes and when
 * objects go, and names the version of the quota that it has seen, so that it never undoes what admission has noted.
 */
public final class ResourceQuotaController {

    /** Admission notes an object before it is there to be counted: what is written over that is counted once more. */
    private static final Outcome SETTLED = new Outcome.Again(Duration.ofSeconds(5));

    private final Resource<ResourceQuota> quotas;
    private final Informer<ResourceQuota> cache;
    private final Informer<DeviceClass> deviceClasses;
    private final Counted counted;
    private final Clock clock;
    private final AtomicReference<@Nullable Controller> controller = new AtomicReference<>();

    private ResourceQuotaController(Surroundings surroundings) {
        quotas = surroundings.client().of(ResourceQuota.KIND);
        cache = surroundings.informer(ResourceQuota.KIND);
        deviceClasses = surroundings.informer(DeviceClass.KIND);
        counted = new Counted(surroundings, this::released);
        clock = surroundings.clock();
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new ResourceQuotaController(surroundings);
        var controller = surroundings.running(surroundings
                .controller("resourcequota_primary")
                .reads(shell.cache)
                .reads(shell.deviceClasses)
                .start(shell::reconcile));
        shell.controller.set(controller);
        shell.cache.onChange(change -> {
            if (isOfInterest(change)) {
                controller.add(Key.of(change.object()));
            }
        });
        // What a class makes up may be limited by quotas that have nothing to do with devices otherwise.
        shell.deviceClasses.onChange(
                change -> shell.cache.cache().all().forEach(quota -> controller.add(Key.of(quota))));
        return controller;
    }

    private List<JsonMap> classes() {
        return deviceClasses.cache().all().stream().map(DeviceClass::tree).toList();
    }

    /** What this controller and admission write tells neither anything new. */
    private static boolean isOfInterest(Change<ResourceQuota> change) {
        return switch (change) {
            case Change.Added<ResourceQuota> added -> true;
            case Change.Deleted<ResourceQuota> deleted -> false;
            case Change.Updated<ResourceQuota>(ResourceQuota before, ResourceQuota now) ->
                !before.spec().equals(now.spec())
                        || !now.status()
                                .tree()
                                .map("hard")
                                .equals(now.spec().tree().map("hard"));
        };
    }

    private void released(CountedResource resource, String namespace) {
        var running = controller.get();
        if (running != null) {
            for (var quota : cache.cache().inNamespace(namespace)) {
                if (QuotaUsage.counted(quota.tree(), classes()).contains(resource)) {
                    running.add(Key.of(quota));
                }
            }
        }
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var quota = found.get();
        var plan = QuotaPlan.of(quota, resource -> counted.objects(resource, key.namespace()), classes(), clock.now());
        if (plan.status().isEmpty()) {
            return Outcome.DONE;
        }
        var status = new ResourceQuotaStatus(plan.status().get());
        fence.wrote(cache, quotas.updateStatus(quota.withStatus(status)));
        return SETTLED;
    }
}
