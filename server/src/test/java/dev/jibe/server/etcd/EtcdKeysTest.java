package dev.jibe.server.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.jibe.object.schema.Schema;
import dev.jibe.server.registry.Resources;
import dev.jibe.store.etcd.Keys.Place;
import org.junit.jupiter.api.Test;

/** Keys are upstream's, and lead back to where they came from. */
final class EtcdKeysTest {

    private final EtcdKeys keys = new EtcdKeys("/registry", Schema.builtin());

    @Test
    void builtInResourcesHaveTheirOldNames() {
        assertKey("/registry/pods/default/web", "pods", "default/web");
        assertKey("/registry/minions/n1", "nodes", "n1");
        assertKey("/registry/services/specs/default/web", "services", "default/web");
        assertKey("/registry/services/endpoints/default/web", "endpoints", "default/web");
        assertKey("/registry/controllers/default/rc", "replicationcontrollers", "default/rc");
        assertKey("/registry/deployments/default/web", "deployments.apps", "default/web");
        assertKey("/registry/ingress/default/web", "ingresses.networking.k8s.io", "default/web");
        assertKey("/registry/leases/kube-system/x", "leases.coordination.k8s.io", "kube-system/x");
        assertKey("/registry/clusterroles/system:node", "clusterroles.rbac.authorization.k8s.io", "system:node");
        assertKey("/registry/events/default/e", Resources.EVENTS, "default/e");
    }

    @Test
    void othersAreKeptUnderTheirGroups() {
        assertKey(
                "/registry/apiregistration.k8s.io/apiservices/v1.apps",
                "apiservices.apiregistration.k8s.io",
                "v1.apps");
        assertKey(
                "/registry/apiextensions.k8s.io/customresourcedefinitions/a.b.c",
                "customresourcedefinitions.apiextensions.k8s.io",
                "a.b.c");
        assertKey("/registry/masterleases/10.0.0.1", "masterleases", "10.0.0.1");
        assertKey("/registry/example.com/widgets/default/w", "widgets.example.com", "default/w");
        assertKey("/registry/gateway.networking.k8s.io/ingresses/d/w", "ingresses.gateway.networking.k8s.io", "d/w");
    }

    @Test
    void whatIsNotOursIsLeftAlone() {
        assertNull(keys.place("compact_rev_key"));
        assertNull(keys.place("/other/pods/default/web"));
        assertNull(keys.place("/registry/ranges/servicenodeports"));
        assertNull(keys.place("/registry/health"));
        assertNull(keys.place("/registry/pods/"));
    }

    @Test
    void thePrefixIsReadAsUpstreamReadsIt() {
        for (var prefix : new String[] {"x/y", "/x/y", "/x/y/"}) {
            assertEquals("/x/y/pods/a/b", new EtcdKeys(prefix, Schema.builtin()).of("pods", "a/b"));
        }
    }

    private void assertKey(String etcdKey, String bucket, String key) {
        assertEquals(etcdKey, keys.of(bucket, key));
        assertEquals(new Place(bucket, key), keys.place(etcdKey));
    }
}
