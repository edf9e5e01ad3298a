package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.store.Store;
import java.util.List;

/**
 * Gives an ingress that names no class the default one.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class">Default IngressClass</a>.
 */
public final class DefaultIngressClass implements Admission.Mutating {

    private static final String GROUP = "networking.k8s.io";

    private final Store<JsonMap> store;

    public DefaultIngressClass(Store<JsonMap> store) {
        this.store = store;
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        var ingress = attributes.object();
        if (!attributes.isCreate()
                || !attributes.isOf(GROUP, "ingresses")
                || ingress.map("spec").has("ingressClassName")
                || ingress.map("metadata").map("annotations").has("kubernetes.io/ingress.class")) {
            return ingress;
        }
        return DefaultClass.of(store, "ingressclasses." + GROUP, List.of("ingressclass.kubernetes.io/is-default-class"))
                .map(name -> ingress.with("spec", ingress.map("spec").with("ingressClassName", name)))
                .orElse(ingress);
    }
}
