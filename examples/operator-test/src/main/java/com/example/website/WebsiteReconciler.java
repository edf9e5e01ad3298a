package com.example.website;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;

/** The operator, written with the Java Operator SDK. */
@ControllerConfiguration(finalizerName = WebsiteReconciler.FINALIZER)
public final class WebsiteReconciler implements Reconciler<Website>, Cleaner<Website> {

    static final String FINALIZER = "example.com/host-name";

    private final HostNames names;

    public WebsiteReconciler(HostNames names) {
        this.names = names;
    }

    @Override
    public List<EventSource<?, Website>> prepareEventSources(EventSourceContext<Website> context) {
        var deployments = InformerEventSourceConfiguration.from(Deployment.class, Website.class)
                .withLabelSelector("website")
                .build();
        return List.of(new InformerEventSource<>(deployments, context));
    }

    @Override
    public UpdateControl<Website> reconcile(Website site, Context<Website> context) {
        names.claim(site.getSpec().getHost(), site.getMetadata().getUid());
        context.getClient()
                .resource(Desired.deployment(site))
                .fieldManager(Desired.FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
        var deployment = context.getSecondaryResource(Deployment.class).orElse(null);
        site.setStatus(WebsiteStatus.of(
                Desired.readyReplicas(deployment), site.getMetadata().getGeneration()));
        return UpdateControl.patchStatus(site);
    }

    @Override
    public DeleteControl cleanup(Website site, Context<Website> context) {
        names.release(site.getSpec().getHost());
        return DeleteControl.defaultDelete();
    }
}
