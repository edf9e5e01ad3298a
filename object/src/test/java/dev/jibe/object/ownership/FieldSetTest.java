package dev.jibe.object.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.MalformedException;
import dev.jibe.object.RawJson;
import dev.jibe.object.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldSetTest {

    private static RawJson raw(String text) {
        return RawJson.ofUtf8(text.getBytes(StandardCharsets.UTF_8));
    }

    private static FieldSet set(String text) {
        return FieldsV1.decode(raw(text.replace('\'', '"')));
    }

    private static Set<List<PathElement>> paths(FieldSet set) {
        var paths = new HashSet<List<PathElement>>();
        set.forEach(paths::add);
        return paths;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'f:a':{}}                    | {'f:b':{}}           | union        | {'f:a':{},'f:b':{}}
                    {'f:a':{'f:b':{}}}            | {'f:a':{}}           | union        | {'f:a':{'.':{},'f:b':{}}}
                    {'f:a':{'.':{},'f:b':{}}}     | {'f:a':{}}           | difference   | {'f:a':{'f:b':{}}}
                    {'f:a':{'.':{},'f:b':{}}}     | {'f:a':{}}           | without      | {}
                    {'f:a':{'f:b':{},'f:c':{}}}   | {'f:a':{'f:b':{}}}   | intersection | {'f:a':{'f:b':{}}}
                    {'f:a':{'f:b':{}}}            | {'f:a':{}}           | intersection | {}
                    {'k:{"n":"x"}':{'.':{}}}      | {'k:{"n":"y"}':{}}   | difference   | {'k:{"n":"x"}':{}}
                    """)
    void algebra(String left, String right, String operation, String expected) {
        var a = set(left.replace("\"", "\\\""));
        var b = set(right.replace("\"", "\\\""));
        var result = switch (operation) {
            case "union" -> a.union(b);
            case "difference" -> a.difference(b);
            case "without" -> a.without(b);
            default -> a.intersection(b);
        };
        assertEquals(set(expected.replace("\"", "\\\"")), result);
    }

    @RepeatedTest(200)
    void lawsOfSets(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        var random = new Random(seed);
        var a = RandomSets.set(random);
        var b = RandomSets.set(random);
        var name = "seed " + seed;
        var union = new HashSet<>(paths(a));
        union.addAll(paths(b));
        assertEquals(union, paths(a.union(b)), name);
        var common = new HashSet<>(paths(a));
        common.retainAll(paths(b));
        assertEquals(common, paths(a.intersection(b)), name);
        var rest = new HashSet<>(paths(a));
        rest.removeAll(paths(b));
        assertEquals(rest, paths(a.difference(b)), name);
        assertEquals(a, a.difference(b).union(a.intersection(b)), name);
        assertEquals(paths(a).size(), a.size(), name);
        assertTrue(paths(a).stream().allMatch(a::has), name);
        assertEquals(a, FieldsV1.decode(RawJson.ofUtf8(FieldsV1.encode(a).utf8())), name);
    }

    @RepeatedTest(50)
    void whatDoesNotChangeIsTheSame(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        var random = new Random(seed);
        var a = RandomSets.set(random);
        var b = RandomSets.set(random);
        assertSame(a, a.union(a.intersection(b)), "seed " + seed);
        var rest = a.difference(b);
        assertSame(rest, rest.difference(b), "seed " + seed);
        assertEquals(a.isEmpty(), a.leaves().isEmpty(), "seed " + seed);
    }

    @Test
    void writesStepsInOrder() {
        var text =
                "{'i:1':{},'v:\\'b\\'':{},'k:{\\'a\\':443}':{},'k:{\\'a\\':80}':{},'f:z':{},'f:m':{'f:x':{},'.':{}}}";
        assertEquals(
                "{\"f:m\":{\".\":{},\"f:x\":{}},\"f:z\":{},\"k:{\\\"a\\\":80}\":{},\"k:{\\\"a\\\":443}\":{},"
                        + "\"v:\\\"b\\\"\":{},\"i:1\":{}}",
                set(text).toString());
    }

    @Test
    void ignoresStepsOfLaterVersions() {
        assertEquals(set("{'f:a':{}}"), set("{'f:a':{},'x:new':{'f:b':{}}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"f\":{}}", "{\"fa\":{}}", "{\"f:a\":1}", "{\"k:[\":{}}", "{\"i:x\":{}}", "{", "1"})
    void refusesWhatIsNoSet(String text) {
        assertThrows(MalformedException.class, () -> FieldsV1.decode(raw(text)));
    }

    @Test
    void printsPaths() {
        var path = List.of(
                PathElement.name("spec"),
                new PathElement.Key(Json.parseMap("{\"containerPort\":80,\"protocol\":\"TCP\"}")),
                new PathElement.Item("x"),
                new PathElement.Index(2));
        assertEquals(".spec[containerPort=80,protocol=\"TCP\"][=\"x\"][2]", FieldSet.text(path));
        assertFalse(FieldSet.EMPTY.has(path));
    }

    @Test
    void filtersByPattern() {
        var only = new FieldFilter.Only(List.of(List.of("spec", "*", "resources")));
        var set = set(
                "{'f:spec':{'.':{},'k:{\\'n\\':1}':{'.':{},'f:image':{},'f:resources':{'f:cpu':{}}}},'f:status':{}}");
        assertEquals(set("{'f:spec':{'.':{},'k:{\\'n\\':1}':{'.':{},'f:resources':{'f:cpu':{}}}}}"), only.apply(set));
        assertEquals(set("{'f:status':{}}"), FieldFilter.except("spec").apply(set));
    }
}
