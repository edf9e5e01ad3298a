package com.example.website;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The same operator, written with fabric8's client alone: two informers, and one thread that reconciles. */
public final class WebsiteController implements AutoCloseable {

    private static final String FINALIZER = "example.com/host-name";
    private static final int RETRY_MILLIS = 200;

    private final KubernetesClient client;
    private final HostNames names;
    private final SharedIndexInformer<Website> sites;
    private final SharedIndexInformer<Deployment> deployments;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    public WebsiteController(KubernetesClient client, HostNames names) {
        this.client = client;
        this.names = names;
        this.sites = client.resources(Website.class)
                .inAnyNamespace()
                .inform(onChange(site -> site.getMetadata().getNamespace() + "/"
                        + site.getMetadata().getName()));
        this.deployments = client.apps()
                .deployments()
                .inAnyNamespace()
                .withLabel("website")
                .inform(onChange(deployment -> deployment.getMetadata().getNamespace() + "/"
                        + deployment.getMetadata().getLabels().get("website")));
    }

    private <T> ResourceEventHandler<T> onChange(java.util.function.Function<T, String> key) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                enqueue(key.apply(object), 0);
            }

            @Override
            public void onUpdate(T before, T object) {
                enqueue(key.apply(object), 0);
            }

            @Override
            public void onDelete(T object, boolean lastStateUnknown) {
                enqueue(key.apply(object), 0);
            }
        };
    }

    private void enqueue(String key, long delayMillis) {
        if (!worker.isShutdown() && waiting.add(key)) {
            worker.schedule(() -> work(key), delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void work(String key) {
        waiting.remove(key);
        try {
            var site = sites.getStore().getByKey(key);
            if (site != null) {
                reconcile(site);
            }
        } catch (KubernetesClientException e) {
            enqueue(key, RETRY_MILLIS);
        }
    }

    private void reconcile(Website site) {
        var ours = client.resource(site);
        if (site.isMarkedForDeletion()) {
            names.release(site.getSpec().getHost());
            if (site.hasFinalizer(FINALIZER)) {
                ours.edit(current -> {
                    current.removeFinalizer(FINALIZER);
                    return current;
                });
            }
            return;
        }
        if (!site.hasFinalizer(FINALIZER)) {
            ours.edit(current -> {
                current.addFinalizer(FINALIZER);
                return current;
            });
        }
        names.claim(site.getSpec().getHost(), site.getMetadata().getUid());
        client.resource(Desired.deployment(site))
                .fieldManager(Desired.FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
        var key = site.getMetadata().getNamespace() + "/" + site.getMetadata().getName();
        var ready = Desired.readyReplicas(deployments.getStore().getByKey(key));
        ours.editStatus(current -> {
            current.setStatus(WebsiteStatus.of(ready, site.getMetadata().getGeneration()));
            return current;
        });
    }

    @Override
    public void close() {
        sites.close();
        deployments.close();
        worker.shutdownNow();
    }
}
