package dev.jibe.server.registry;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import org.junit.jupiter.api.Test;

/** Which changes of what is wanted count. */
final class SemanticTest {

    private static final StructType BUDGET = Schema.builtin().type("io.k8s.api.policy.v1.PodDisruptionBudget");

    private static JsonMap spec(JsonMap spec) {
        return JsonMap.of("spec", spec);
    }

    @Test
    void anEmptySelectorIsNotNone() {
        var empty = spec(JsonMap.of("selector", JsonMap.EMPTY));
        assertFalse(Semantic.equal(empty, spec(JsonMap.EMPTY), BUDGET));
        assertFalse(Semantic.equal(spec(JsonMap.EMPTY), empty, BUDGET));
        assertTrue(Semantic.equal(empty, empty, BUDGET));
    }

    @Test
    void anEmptyListIsNone() {
        var empty = spec(JsonMap.of("selector", JsonMap.of("matchExpressions", JsonList.EMPTY)));
        assertTrue(Semantic.equal(empty, spec(JsonMap.of("selector", JsonMap.EMPTY)), BUDGET));
    }

    @Test
    void aStructThatIsNoPointerIsAlwaysThere() {
        assertTrue(Semantic.equal(spec(JsonMap.EMPTY), JsonMap.EMPTY, BUDGET));
    }
}
