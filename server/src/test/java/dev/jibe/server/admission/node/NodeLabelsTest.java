package dev.jibe.server.admission.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeLabelsTest {

    @Test
    void nodesKeepTheirHandsOffTheAdministratorsLabels() {
        var old = JsonMap.of("a.k8s.io/gone", "1", "plain/gone", "1", "x.kubernetes.io/same", "1");
        var labels = JsonMap.of(
                "kubernetes.io/hostname", "n",
                "node.kubernetes.io/anything", "1",
                "x.node-restriction.kubernetes.io/y", "1",
                "x.kubernetes.io/same", "1",
                "node-role.kubernetes.io/master", "",
                "example.com/free", "1");
        assertEquals(
                List.of("a.k8s.io/gone", "node-role.kubernetes.io/master", "x.node-restriction.kubernetes.io/y"),
                List.copyOf(NodeLabels.forbidden(labels, old)));
    }
}
