package dev.jibe.server.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.server.crd.rules.RuleTypes;
import dev.jibe.server.crd.schema.Structural;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Expressions beside what upstream's validator of custom resources (1.36.3) makes of them, costs included. */
final class UpstreamExpressionsTest {

    private static final JsonMap GIVEN = Json.parseMap(text("object.json"));
    private static final Decl DECL =
            Objects.requireNonNull(RuleTypes.of(Structural.of(GIVEN.map("Schema")), false, "selfType"));
    private static final Environment ENVIRONMENT = new Environment(Map.of("self", DECL, "oldSelf", DECL), Set.of());
    private static final int LONGEST = 17;

    private static String text(String name) {
        try (var in = UpstreamExpressionsTest.class.getResourceAsStream("/cel/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<String> expressions() {
        return text("expressions.jsonl").lines();
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void areWhatUpstreamMakesOfThem(String line) {
        var expected = Json.parseMap(line);
        assertEquals(line(expected), line(found(expected)));
    }

    /** Estimates beyond any limit differ in nothing that can be seen. */
    private static String line(JsonMap map) {
        boolean isLarge = map.string("estimate").length() > LONGEST;
        return Json.text(isLarge ? map.with("estimate", "large") : map);
    }

    private static JsonMap found(JsonMap expected) {
        var rule = expected.string("rule");
        var found = JsonMap.builder().put("rule", rule);
        Program program;
        try {
            program = ENVIRONMENT.compile(rule, Decl.Kind.BOOL);
        } catch (CompileException e) {
            return found.put("error", e.isOfWrongType() ? "cel expression " + e.why() : e.failure())
                    .build();
        }
        found.put("estimate", Long.toString(program.estimate()));
        var self = Wrapping.wrap(GIVEN.map("Object"), DECL);
        var budget = new Budget(Limits.RULE);
        var failure = "";
        try {
            failure = Boolean.TRUE.equals(program.run(name -> name.equals("self") ? self : null, budget))
                    ? ""
                    : "failed rule";
        } catch (CelFailure e) {
            failure = e.why();
        } catch (OverBudget e) {
            return found.put("failure", String.valueOf(e.getMessage())).build();
        }
        found.put("cost", budget.spent());
        return (failure.isEmpty() ? found : found.put("failure", failure)).build();
    }
}
