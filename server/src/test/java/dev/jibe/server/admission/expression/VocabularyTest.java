package dev.jibe.server.admission.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.server.cel.Budget;
import dev.jibe.server.cel.Unwrapping;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    private static final Vocabulary POLICY = new Vocabulary(false, true, Map.of());

    private static Object value(String text, String type) {
        var expression = POLICY.compile(text, List.of(type));
        assertEquals("", expression.wrong());
        return Unwrapping.tree(Objects.requireNonNull(expression.program()).run(name -> null, new Budget(1_000_000)));
    }

    @Test
    void makesObjects() {
        assertEquals(
                "{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"replicas\":3}}",
                value(
                                "Object{metadata: Object.metadata{labels: {'a': 'b'}}, spec: Object.spec{replicas: 1 + 2}}",
                                "Object")
                        .toString());
        assertEquals(
                "[{\"op\":\"add\",\"path\":\"/metadata/labels/a~1b\",\"value\":1}]",
                value(
                                "[JSONPatch{op: 'add', path: '/metadata/labels/' + jsonpatch.escapeKey('a/b'), value: 1}]",
                                "list(JSONPatch)")
                        .toString());
    }

    @Test
    void namesTypesOfResults() {
        assertEquals(
                "must evaluate to bool but got int",
                POLICY.compile("1 + 1", List.of("bool")).wrong());
        assertEquals("", POLICY.compile("Object{}", List.of("Object")).wrong());
        assertEquals(
                "",
                POLICY.compile("[JSONPatch{op: 'remove', path: '/a'}]", List.of("list(JSONPatch)"))
                        .wrong());
        assertEquals(
                "compilation failed: ERROR: <input>:1:7: undeclared reference to 'Object' (in container '')\n"
                        + " | Object{}\n | ......^",
                POLICY.compile("Object{}", List.of("bool")).wrong());
        assertEquals("", POLICY.compile("null", List.of("string", "null_type")).wrong());
    }

    @Test
    void knowsOnlyWhatIsThere() {
        assertTrue(POLICY.compile("params.a == 1", List.of("bool"))
                .wrong()
                .startsWith("compilation failed: ERROR: <input>:1:1: undeclared reference to 'params'"));
        assertEquals(
                "",
                new Vocabulary(true, true, Map.of())
                        .compile("params.a == 1", List.of("bool"))
                        .wrong());
        assertTrue(POLICY.withoutAuthorizer()
                .compile("authorizer.path('/x').check('get').allowed()", List.of("bool"))
                .isWrong());
        assertEquals(
                "",
                POLICY.compile(
                                "authorizer.requestResource.check('get').allowed() || request.userInfo.groups.size() > 1",
                                List.of("bool"))
                        .wrong());
    }
}
