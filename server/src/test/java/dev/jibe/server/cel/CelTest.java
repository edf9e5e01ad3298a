package dev.jibe.server.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions: what they are, what they cost, and why they fail. */
final class CelTest {

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

    private static Object run(String expression) {
        var program = ENVIRONMENT.compile(expression, Decl.Kind.BOOL);
        return program.run(name -> name.equals("self") ? Wrapping.wrap(VALUE, SELF) : null, new Budget(Limits.RULE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "self.a == 3 && self.a + 1 > 3.5",
                "has(self.s) && self.s.matches('^te') && self.s.size() == 4",
                "self.l.all(x, x in ['x', 'y']) && self.l.exists_one(x, x == 'x')",
                "self.l.map(x, x + '!') == ['x!', 'y!'] && self.l.filter(x, x != 'x').size() == 1",
                "self.m.all(k, self.m[k] == 1) && 'k' in self.m",
                "self.d[1] == 'z' && type(self.d[0]) == int",
                "self.m[?'none'].orValue(7) == 7 && self.?s.hasValue()",
                "false || (1 / 0 == 1 || true)",
                "'a,b,c'.split(',') == ['a', 'b', 'c'] && ['a', 'b'].join('-') == 'a-b'",
                "'%s is %d'.format([dyn('x'), 5]) == 'x is 5' && '%.2f'.format([1.005]) == '1.00'",
                "quantity('1Gi').isGreaterThan(quantity('1M')) && quantity('1.5').compareTo(quantity('1500m')) == 0",
                "ip('10.0.0.1').family() == 4 && cidr('10.0.0.0/8').containsIP('10.9.9.9')",
                "string(ip('2001:DB8:0:0::1')) == '2001:db8::1' && !isIP('10.0.0.256')",
                "url('https://a.b:80/c?d=e').getPort() == '80' && !isURL('a b')",
                "semver('1.10.0').isGreaterThan(semver('1.9.0-rc.1')) && isSemver('v1.2', true)",
                "!format.dns1123Label().validate('Not a label').value().isSorted() == false",
                "sets.contains([1, 2, 3], [1, 3]) && [3, 1, 2].max() == 3 && [1, 2].sum() == 3",
                "timestamp('2024-02-29T12:00:00Z').getDayOfMonth() == 28 && duration('90m').getHours() == 1",
                "'aXbX'.replace('X', '-', 1) == 'a-bX' && 'héllo'.substring(1, 2) == 'é'",
                "!has(dyn(null).x) && dyn(null)[?'x'] == optional.none() && !has(dyn(self.s).x)",
                "int('12') == 12 && string(1.0) == '1' && double('1e3') == 1000.0",
            })
    void areTrue(String expression) {
        assertEquals(true, run(expression));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 / 0 == 1                  | division by zero
            self.m['z'] == 1            | no such key: z
            self.l[5] == 'x'            | index out of bounds: 5
            self.d[0] < 'x'             | no such overload
            dyn(null).x == 1            | no such key: x
            dyn(self.s).x == 1          | no such key: x
            dyn(null)[0] == 1           | no such key: 0
            dyn(self.l).x == 1          | unsupported index type 'string' in list
            int(self.s) == 1            | type conversion error from 'string' to 'int'
            9223372036854775807 + 1 > 0 | integer overflow
            cidr('10.0.0.0/8').containsIP('x') | no such overload
            cidr('x').prefixLength() == 1 | network address parse error during conversion from string: network address parse error during conversion from string: netip.ParsePrefix("x"): no '/'
            """)
    void fail(String expression, String why) {
        assertEquals(why, assertThrows(CelFailure.class, () -> run(expression)).why());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            self.z == 1  | 1:5: undefined field 'z'
            zz(1)        | 1:3: undeclared reference to 'zz' (in container '')
            self.a == '' | 1:8: found no matching overload for '_==_' applied to '(int, string)'
            self.a && true       | 1:5: expected type 'bool' but found 'int'
            duration('1s') == 1  | 1:16: found no matching overload for '_==_' applied to '(duration, int)'
            self.a ==    | 1:10: Syntax error: mismatched input '<EOF>'
            """)
    void doNotCompile(String expression, String why) {
        var failure = assertThrows(CompileException.class, () -> ENVIRONMENT.compile(expression, Decl.Kind.BOOL));
        assertTrue(failure.why().startsWith("ERROR: <input>:" + why), failure.why());
    }

    @Test
    void aFloatIsNoInt() {
        var program = ENVIRONMENT.compile("self.a == 1", Decl.Kind.BOOL);
        var value = Wrapping.wrap(Json.parse("{\"a\":1.0}"), SELF);
        var failure = assertThrows(CelFailure.class, () -> program.run(name -> value, new Budget(Limits.RULE)));
        assertEquals("invalid data, expected int, got float64", failure.why());
    }

    @Test
    void costsGrowWithWhatTheVariablesCanBe() {
        assertEquals(2, ENVIRONMENT.compile("self.a > 1", Decl.Kind.BOOL).estimate() - 1);
        long once =
                ENVIRONMENT.compile("self.l.all(x, x == 'a')", Decl.Kind.BOOL).estimate();
        long twice = ENVIRONMENT
                .compile("self.l.all(x, self.l.all(y, x == y))", Decl.Kind.BOOL)
                .estimate();
        assertTrue(twice > 9 * once, once + " " + twice);
    }

    @Test
    void aBudgetEndsWhatCostsTooMuch() {
        var program = ENVIRONMENT.compile("self.l.all(x, self.l.all(y, x + y != ''))", Decl.Kind.BOOL);
        assertThrows(OverBudget.class, () -> program.run(name -> Wrapping.wrap(VALUE, SELF), new Budget(10)));
    }
}
