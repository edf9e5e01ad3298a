package dev.jibe.server.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.features.FeatureGates;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

    private final JsonMap role = RolePolicy.objects(FeatureGates.DEFAULT).stream()
            .filter(object -> object.map("metadata").string("name").equals("system:kube-scheduler"))
            .findFirst()
            .orElseThrow();

    @Test
    void everyObjectIsNamedOnceAndContent() {
        var seen = new HashSet<String>();
        for (var object : RolePolicy.objects(FeatureGates.DEFAULT)) {
            var metadata = object.map("metadata");
            assertTrue(
                    seen.add(object.string("kind") + metadata.string("namespace") + "/" + metadata.string("name")),
                    metadata.string("name"));
            assertEquals(Optional.empty(), Reconciliation.of(object, object));
        }
    }

    @Test
    void missingRulesAreAddedAndOthersLeft() {
        var own = JsonMap.of(
                "apiGroups", JsonList.of("own"), "resources", JsonList.of("things"), "verbs", JsonList.of("get"));
        var changed = role.with("rules", JsonList.of(own));
        var mended = assertInstanceOf(
                Reconciliation.Step.Update.class,
                Reconciliation.of(changed, role).orElseThrow());
        assertEquals(own, mended.object().list("rules").get(0));
        assertEquals(Optional.empty(), Reconciliation.of(mended.object(), role));
    }

    @Test
    void protectedObjectsAreLeft() {
        var kept = role.without("rules")
                .withAt("false", "metadata", "annotations", "rbac.authorization.kubernetes.io/autoupdate");
        assertEquals(Optional.empty(), Reconciliation.of(kept, role));
    }
}
