package dev.jibe.object.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.ownership.Updater.Outcome;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.typing.Conform;
import dev.jibe.object.yaml.Yaml;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApplyTest {

    private static final String VERSION = "v1";
    private static final String NOW = "2026-01-01T00:00:00Z";
    private static final ManagerId ONE = ManagerId.applying("one", "");
    private static final ManagerId TWO = ManagerId.applying("two", "");

    private final Updater updater = updater("Pod");

    private static Updater updater(String kind) {
        var type = Objects.requireNonNull(Schema.builtin().kind("", VERSION, kind));
        return new Updater(Versions.only(VERSION, StructTypes.ofKind(type)), VERSION);
    }

    private static JsonMap pod(String spec) {
        return (JsonMap) Yaml.parse("{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: " + spec + "}");
    }

    private JsonMap applied(JsonMap live, JsonMap config, Managers managers, ManagerId id, boolean force) {
        updater.check(config);
        var outcome = updater.apply(live, config, managers, id, force);
        var object = assertInstanceOf(Outcome.Applied.class, outcome).object();
        var type = Objects.requireNonNull(Schema.builtin().kind("", VERSION, "Pod"));
        return object == null ? live : Conform.conform(object, type).object();
    }

    private static String fields(Managers managers, ManagerId id) {
        return managers.fieldsOf(id).toString().replace("\\\"", "'").replace("\"", "");
    }

    @Test
    void whatIsNoLongerAppliedGoes() {
        var managers = new Managers();
        var live = applied(JsonMap.EMPTY, pod("{containers: [{name: a, image: i}, {name: b}]}"), managers, ONE, false);
        live = applied(live, pod("{containers: [{name: a}]}"), managers, ONE, false);
        assertEquals(
                "[{\"name\":\"a\",\"resources\":{}}]",
                live.map("spec").list("containers").toString());
        assertEquals("{f:spec:{f:containers:{k:{'name':'a'}:{.:{},f:name:{}}}}}", fields(managers, ONE));
    }

    @Test
    void whatOthersApplyTooStays() {
        var managers = new Managers();
        var live = applied(JsonMap.EMPTY, pod("{nodeName: node, containers: [{name: a}]}"), managers, ONE, false);
        live = applied(live, pod("{nodeName: node}"), managers, TWO, false);
        live = applied(live, pod("{containers: [{name: a}]}"), managers, ONE, false);
        assertEquals("node", live.map("spec").string("nodeName"));
        assertEquals("{f:spec:{f:nodeName:{}}}", fields(managers, TWO));
    }

    @Test
    void conflictsNameTheOwner() {
        var managers = new Managers();
        var live = applied(JsonMap.EMPTY, pod("{nodeName: node, containers: []}"), managers, ONE, false);
        var refused = assertInstanceOf(
                Outcome.Refused.class, updater.apply(live, pod("{nodeName: other}"), managers, TWO, false));
        assertEquals(
                "Apply failed with 1 conflict: conflict with \"one\": .spec.nodeName",
                Conflict.message(refused.conflicts()));
    }

    @Test
    void forceTakesFields() {
        var managers = new Managers();
        var live = applied(JsonMap.EMPTY, pod("{nodeName: node, hostname: h}"), managers, ONE, false);
        live = applied(live, pod("{nodeName: other}"), managers, TWO, true);
        assertEquals("other", live.map("spec").string("nodeName"));
        assertEquals("{f:spec:{f:hostname:{}}}", fields(managers, ONE));
    }

    @Test
    void updatesTakeFields() {
        var managers = new Managers();
        var live = applied(JsonMap.EMPTY, pod("{nodeName: node, hostname: h}"), managers, ONE, false);
        var changed = live.withAt("other", "spec", "nodeName").withoutAt("spec", "hostname");
        var id = ManagerId.updating("", VERSION, "");
        updater.update(live, changed, updater.difference(live, changed), managers, id, NOW);
        assertEquals("{}", fields(managers, ONE));
        assertEquals("{f:spec:{f:nodeName:{}}}", fields(managers, id));
        assertEquals("unknown", id.manager());
        assertEquals(NOW, managers.time(id));
    }

    @Test
    void theOldestUpdatersAreOne() {
        var managers = new Managers();
        var live = pod("{nodeName: n0}");
        for (int i = 1; i <= 12; i++) {
            var changed = live.withAt("v", "metadata", "labels", "k" + i);
            var id = ManagerId.updating("m" + i, VERSION, "");
            var time = "2026-01-01T00:00:%02dZ".formatted(i);
            updater.update(live, changed, updater.difference(live, changed), managers, id, time);
            live = changed;
        }
        var oldest = ManagerId.updating("ancient-changes", VERSION, "");
        assertEquals(10, managers.ids().size());
        assertEquals("{f:metadata:{f:labels:{.:{},f:k1:{},f:k2:{},f:k3:{}}}}", fields(managers, oldest));
        assertEquals("2026-01-01T00:00:03Z", managers.time(oldest));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {foo: 1}                            | .spec.foo: field not declared in schema
                    {nodeName: 1}                       | .spec.nodeName: expected string, got &value.valueUnstructured{Value:1}
                    {nodeName: 1e30}                    | .spec.nodeName: expected string, got &value.valueUnstructured{Value:1e+30}
                    {nodeName: -1.5}                    | .spec.nodeName: expected string, got &value.valueUnstructured{Value:-1.5}
                    {nodeName: 0.00001}                 | .spec.nodeName: expected string, got &value.valueUnstructured{Value:1e-05}
                    {hostNetwork: a}                    | .spec.hostNetwork: expected boolean, got &{a}
                    {priority: a}                       | .spec.priority: expected numeric (int or float), got string
                    {containers: {}}                    | .spec.containers: expected list, got &{map[]}
                    {containers: [{name: a},{name: a}]} | .spec.containers: duplicate entries for key [name="a"]
                    {volumes: [null]}                   | .spec.volumes: element 0: associative list with keys may not have a null element
                    """)
    void refusesWhatIsNotOfTheType(String spec, String message) {
        var failure = assertThrows(MalformedException.class, () -> updater.check(pod(spec)));
        assertEquals(message, failure.getMessage());
    }

    @RepeatedTest(100)
    void applyingAgainChangesNothing(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        var random = new Random(seed);
        var managers = new Managers();
        var live = JsonMap.EMPTY;
        for (int i = 0; i < 4; i++) {
            var id = random.nextBoolean() ? ONE : TWO;
            var config = pod(randomSpec(random));
            live = applied(live, config, managers, id, true);
            var before = managers.encode();
            var again = updater.apply(live, config, managers, id, false);
            assertNull(assertInstanceOf(Outcome.Applied.class, again).object(), "seed " + seed);
            assertEquals(before, managers.encode(), "seed " + seed);
        }
    }

    private static String randomSpec(Random random) {
        var text = new StringBuilder("{nodeName: n" + random.nextInt(3));
        text.append(random.nextBoolean() ? ", hostname: h" : "");
        text.append(", containers: [");
        for (int i = 0; i < 4; i++) {
            if (i == 0 || random.nextBoolean()) {
                text.append("{name: c").append(i).append(", image: i").append(random.nextInt(2));
                text.append(", resources: {}, ports: [{containerPort: 8").append(random.nextInt(2));
                text.append(", protocol: TCP}]},");
            }
        }
        return text.append("]}").toString().replace(",]", "]");
    }

    @Test
    void entriesKeepTheirTextAndOrder() {
        var managers = new Managers();
        applied(JsonMap.EMPTY, pod("{nodeName: node, hostname: h}"), managers, TWO, false);
        managers.touch(TWO, NOW);
        var encoded = managers.encode();
        var decoded = Managers.decode(encoded);
        assertEquals(encoded, decoded.encode());
        assertEquals("two", encoded.map(0).string("manager"));
        assertEquals("Apply", encoded.map(0).string("operation"));
    }
}
