package dev.jibe.controllers.rootca;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.Namespace;
import java.util.List;
import java.util.Optional;

/** What one namespace needs to have the authority's certificate. */
record RootCaPlan(List<Action> actions) {
    static final String NAME = "kube-root-ca.crt";

    private static final String DESCRIPTION = "kubernetes.io/description";
    private static final String TEXT = "Contains a CA bundle that can be used to verify the kube-apiserver when using"
            + " internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is"
            + " guaranteed across distributions of Kubernetes clusters.";

    /** Everything the controller can do to the world. */
    sealed interface Action {
        /** Create the ConfigMap. */
        record Create(ConfigMap map) implements Action {}

        /** Put right what somebody changed. */
        record Update(ConfigMap map) implements Action {}
    }

    /** The namespace, its ConfigMap if it has one, and the certificate as PEM. */
    record Observed(Namespace namespace, Optional<ConfigMap> map, String pem) {}

    static RootCaPlan of(Observed observed) {
        var namespace = observed.namespace();
        if (namespace.isTerminating() || namespace.status().phase().equals("Terminating")) {
            return new RootCaPlan(List.of());
        }
        var present = observed.map().orElseGet(() -> ConfigMap.KIND.create(namespace.name(), NAME));
        var wanted = present.withDataTree(JsonMap.of("ca.crt", observed.pem()))
                .withMetadata(present.metadata()
                        .withAnnotationsTree(
                                present.metadata().annotationsTree().with(DESCRIPTION, TEXT)));
        if (observed.map().isEmpty()) {
            return new RootCaPlan(List.of(new Action.Create(wanted)));
        }
        return new RootCaPlan(present.equals(wanted) ? List.of() : List.of(new Action.Update(wanted)));
    }
}
