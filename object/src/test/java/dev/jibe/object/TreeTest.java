package dev.jibe.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.json.Json;
import dev.jibe.object.json.JsonReader;
import dev.jibe.object.patch.JsonPatch;
import dev.jibe.object.patch.MergePatch;
import dev.jibe.object.patch.PatchException;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.selector.FieldSelector;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {

    @Test
    void keysAreSortedWhateverTheirOrderOfArrival() {
        assertEquals("{\"a\":1,\"b\":2,\"c\":3}", Json.text(Json.parse("{\"c\":3,\"a\":1,\"b\":2}")));
        assertEquals(Json.parse("{\"x\":1,\"y\":{\"b\":1,\"a\":2}}"), Json.parse("{\"y\":{\"a\":2,\"b\":1},\"x\":1}"));
    }

    @Test
    void mapBehavesAsAModelUnderRandomChanges() {
        long seed = 20;
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 200; round++) {
            var model = new TreeMap<String, Object>();
            var map = JsonMap.EMPTY;
            for (int step = 0; step < 300; step++) {
                var key = key(random);
                if (random.nextInt(3) == 0) {
                    model.remove(key);
                    map = map.without(key);
                } else {
                    model.put(key, (long) step);
                    map = map.with(key, (long) step);
                }
            }
            assertEquals(JsonMap.copyOf(model), map, "seed " + seed);
            assertEquals(model.size(), map.size());
            for (var entry : model.entrySet()) {
                assertEquals(entry.getValue(), map.get(entry.getKey()));
            }
        }
    }

    private static String key(RandomGenerator random) {
        return "key" + random.nextInt(random.nextBoolean() ? 10 : 300);
    }

    @Test
    void duplicateKeysAreReportedWithTheirPath() {
        var read = JsonReader.read("{\"spec\":{\"containers\":[{\"name\":\"a\",\"name\":\"b\"}]},\"spec\":{}}"
                .getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("spec.containers[0].name", "spec"), read.duplicates());
    }

    @Test
    void stringsSurviveWithEveryKindOfCharacter() {
        var odd = "plain \"quoted\" \\ \n\t\u0001 <b>&amp; é ü 日本 \u2028 😀";
        assertEquals(odd, Json.parse(Json.write(odd)));
        assertTrue(Json.text("<&>").contains("\\u003c"));
    }

    @ParameterizedTest
    @CsvSource({"1.5,1.5", "1e3,1000", "1e21,1e+21", "1e-7,1e-7", "0.000001,0.000001", "-2.50,-2.5"})
    void floatsPrintAsGoPrintsThem(String in, String out) {
        assertEquals(out, Json.text(Json.parse(in)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\"}", "[1,]", "{\"a\":1}x", "nul"})
    void malformedJsonIsRefused(String text) {
        assertThrows(MalformedException.class, () -> Json.parse(text));
    }

    @Test
    void deepNestingIsRefused() {
        var deep = "[".repeat(100_000);
        assertThrows(MalformedException.class, () -> Json.parse(deep));
        assertThrows(MalformedException.class, () -> Yaml.parse("[".repeat(5_000)));
    }

    @Test
    void managedFieldsStayText() {
        var text = "{\"metadata\":{\"managedFields\":[{\"fieldsV1\":{\"f:a\":{}}}]}}";
        var map = Json.parseMap(text);
        assertTrue(map.map("metadata").list("managedFields").map(0).get("fieldsV1") instanceof RawJson);
        assertEquals(text, Json.text(map));
    }

    @Test
    void yamlReadsOldBooleansOctalsMergesAndDocuments() {
        assertEquals(
                Json.parse("{\"a\":true,\"b\":\"yes\",\"c\":493,\"d\":null}"),
                Yaml.parse("a: yes\nb: 'yes'\nc: 0755\nd:"));
        assertEquals(
                Json.parse("{\"base\":{\"x\":1},\"more\":{\"x\":1,\"z\":2}}"),
                Yaml.parse("base: &b {x: 1}\nmore:\n  <<: *b\n  z: 2\n"));
        assertEquals(
                2,
                Yaml.parseAll("---\na: 1\n---\n---\nb: 2\n".getBytes(StandardCharsets.UTF_8))
                        .size());
    }

    @Test
    void yamlBombIsRefused() {
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            var alias = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(",", java.util.Collections.nCopies(10, alias))));
        }
        assertThrows(MalformedException.class, () -> Yaml.parse(bomb.toString()));
    }

    @Test
    void yamlWritesWhatItReads() {
        var value = Json.parse(
                "{\"a\":\"yes\",\"b\":\"1\",\"c\":[{\"d\":\"x: y\"}],\"e\":\"multi\\nline\",\"f\":1.5,\"g\":{}}");
        assertEquals(value, Yaml.parse(Yaml.write(value)));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "1000m,1",
        "100m,100m",
        "0.1,100m",
        "1.5,1500m",
        "1Gi,1Gi",
        "1024Mi,1Gi",
        "1.5Gi,1536Mi",
        "1k,1k",
        "1000,1k",
        "0,0",
        "1e3,1e3",
        "12e6,12e6",
        "1E,1E",
        "512,512",
        "100Ki,100Ki",
        "0.5Gi,512Mi",
        "-1,-1",
        "1.25Ki,1280",
        "1n,1n",
        "0.0000000001,1n",
        "1u,1u",
        ".5,500m",
        "5.,5.",
        "+1,+1",
        "1E3,1E3",
        "2.5e2,250",
        "9223372036854775808,9223372036854775808",
        "1000k,1M"
    })
    void quantitiesPrintInCanonicalForm(String in, String out) {
        assertEquals(out, Quantity.parse(in).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.2.3", "1GiB", "--1", "1 Gi", "1ee3", "1e"})
    void malformedQuantitiesAreRefused(String text) {
        assertThrows(MalformedException.class, () -> Quantity.parse(text));
    }

    @Test
    void labelSelectorsSelect() {
        var labels = JsonMap.of("app", "web", "tier", "front");
        assertTrue(LabelSelector.parse("app=web,tier in (front, back),!gone").matches(labels));
        assertFalse(LabelSelector.parse("app!=web").matches(labels));
        assertTrue(LabelSelector.parse("other!=web").matches(labels));
        assertTrue(LabelSelector.parse("").matches(labels));
        assertFalse(LabelSelector.NOTHING.matches(labels));
        assertThrows(MalformedException.class, () -> LabelSelector.parse("app in (a"));
        assertTrue(LabelSelector.of(Json.parseMap("{\"matchLabels\":{\"app\":\"web\"},\"matchExpressions\":"
                        + "[{\"key\":\"tier\",\"operator\":\"NotIn\",\"values\":[\"back\"]}]}"))
                .matches(labels));
    }

    @Test
    void fieldSelectorsSelect() {
        assertTrue(FieldSelector.parse("a=x,b!=y").matches(field -> field.equals("a") ? "x" : "z"));
        assertThrows(MalformedException.class, () -> FieldSelector.parse("nonsense"));
        assertTrue(FieldSelector.parse("=,!=").isEmpty());
        assertEquals("a\\", FieldSelector.parse("a\\=b").terms().getFirst().field());
    }

    @Test
    void patchesFollowTheirStandards() {
        var object = Json.parseMap("{\"a\":{\"b\":1},\"l\":[1,2,3]}");
        assertEquals(
                Json.parse("{\"a\":{\"c\":2},\"l\":[1,2,3]}"),
                MergePatch.apply(object, Json.parseMap("{\"a\":{\"b\":null,\"c\":2}}")));
        var operations = (JsonList)
                Json.parse(
                        "[{\"op\":\"add\",\"path\":\"/l/1\",\"value\":9},{\"op\":\"remove\",\"path\":\"/a/b\"},"
                                + "{\"op\":\"test\",\"path\":\"/l/0\",\"value\":1},{\"op\":\"move\",\"from\":\"/l/0\",\"path\":\"/m\"}]");
        assertEquals(Json.parse("{\"a\":{},\"l\":[9,2,3],\"m\":1}"), JsonPatch.apply(object, operations));
    }

    @Test
    void aPlaceInAPatchBeginsBehindItsFirstSlash() {
        var object = Json.parseMap("{\"a\":1}");
        var above = (JsonList) Json.parse("[{\"op\":\"add\",\"path\":\"x/b\",\"value\":2}]");
        assertEquals(Json.parse("{\"a\":1,\"b\":2}"), JsonPatch.apply(object, above));
        var nowhere = (JsonList) Json.parse("[{\"op\":\"add\",\"path\":\"b\",\"value\":2}]");
        assertThrows(PatchException.class, () -> JsonPatch.apply(object, nowhere));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"op":"copy","path":"/b"}|copy operation failed to decode from: operation missing from field: missing value
                    {"op":"remove"}|remove operation failed to decode path: operation missing path field: missing value
                    {"op":"add","path":"","value":{}}|add operation does not apply: doc is missing path: "": missing value
                    {"op":"test","path":"/x/y","value":null}|test operation does not apply: is missing path: /x/y: missing value
                    {"op":"test","path":"/a","value":2}|testing value /a failed: test failed
                    {"op":"copy","from":"/a/b","path":"/c"}|copy operation does not apply: doc is missing from path: /a/b: missing value
                    {"path":"/a"}|Unexpected kind: unknown
                    """)
    void aPatchWithoutAPlaceDoesNotApply(String operation, String why) {
        var object = Json.parseMap("{\"a\":1}");
        var patch = (JsonList) Json.parse("[" + operation + "]");
        assertEquals(
                why,
                assertThrows(PatchException.class, () -> JsonPatch.apply(object, patch))
                        .getMessage());
    }

    @Test
    void aKeyThatIsNotThereIsCopiedAsNull() {
        var patch = (JsonList) Json.parse("[{\"op\":\"copy\",\"from\":\"/x\",\"path\":\"/y\"}]");
        assertEquals(Json.parse("{\"a\":1,\"y\":null}"), JsonPatch.apply(Json.parseMap("{\"a\":1}"), patch));
    }

    @Test
    void unchangedValuesAreNotCopied() {
        var map = JsonMap.of("a", "x");
        assertSame(map, map.with("a", map.get("a") instanceof String s ? s : ""));
        assertSame(map, map.without("b"));
    }
}
