package dev.jibe.server.cel;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jibe.object.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Expressions that anybody may have written: refused, or they fail, or they come to something within their budget. */
final class CelFuzzTest {

    private static final Decl.Scalar TEXT = new Decl.Scalar(Decl.Kind.STRING, 100, 2);
    private static final Decl SELF = new Decl.ObjectOf(
            "self",
            Map.of(
                    "a", new Decl.Property("a", Decl.INT),
                    "s", new Decl.Property("s", TEXT),
                    "l", new Decl.Property("l", new Decl.ListOf(TEXT, 10, "", List.of())),
                    "m", new Decl.Property("m", new Decl.MapOf(Decl.INT, 10)),
                    "d", new Decl.Property("d", Decl.DYN)),
            2);
    private static final Environment ENVIRONMENT = new Environment(Map.of("self", SELF), Set.of());
    private static final Object VALUE =
            Json.parse("{\"a\":3,\"s\":\"text\",\"l\":[\"x\",\"y\"],\"m\":{\"k\":1},\"d\":[1,\"z\"]}");

    @FuzzTest
    void expression(byte[] data) {
        try {
            var program = ENVIRONMENT.compile(new String(data, StandardCharsets.UTF_8));
            program.estimate();
            program.run(name -> name.equals("self") ? Wrapping.wrap(VALUE, SELF) : null, new Budget(Limits.RULE / 10));
        } catch (CompileException | CelFailure | OverBudget refused) {
            return;
        }
    }
}
