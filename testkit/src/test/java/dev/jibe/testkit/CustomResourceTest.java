package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonList;
import dev.jibe.object.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life of a definition: it is served, its objects are checked, and it goes with them. */
@JibeTest(nodes = 0)
final class CustomResourceTest {

    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String THINGS = "/apis/example.com/v1/namespaces/default/things";
    private static final String JSON = "application/json";

    private static final String DEFINITION = text("{'apiVersion':'apiextensions.k8s.io/v1',"
            + "'kind':'CustomResourceDefinition','metadata':{'name':'things.example.com'},"
            + "'spec':{'group':'example.com','scope':'Namespaced','names':{'plural':'things','kind':'Thing'},"
            + "'versions':[{'name':'v1','served':true,'storage':true,'schema':{'openAPIV3Schema':{'type':'object',"
            + "'properties':{'spec':{'type':'object','properties':{'n':{'type':'integer','default':1,"
            + "'x-kubernetes-validations':[{'rule':'self < 5'}]}}}}}}}]}}");

    private static String text(String quoted) {
        return quoted.replace('\'', '"');
    }

    private static String thing(String name, String spec) {
        return text("{'apiVersion':'example.com/v1','kind':'Thing','metadata':{'name':'" + name + "','finalizers':"
                + "['example.com/kept']},'spec':" + spec + "}");
    }

    @Test
    void aDefinitionIsServedUntilItsObjectsAreGone(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            assertEquals(201, raw.post(DEFINITIONS, JSON, DEFINITION).code());
            Samples.await().until(() -> raw.statusOf(THINGS) == 200);
            // It is served a moment before that is written down.
            Samples.await()
                    .until(() -> raw.getJson(DEFINITIONS + "/things.example.com")
                            .body()
                            .map("status")
                            .list("conditions")
                            .maps()
                            .anyMatch(condition -> condition.string("type").equals("Established")
                                    && condition.string("status").equals("True")));

            var made = raw.post(THINGS, JSON, thing("a", "{'gone':1}"));
            assertEquals(201, made.code(), made.message());
            assertEquals(1, made.body().map("spec").number("n"));
            assertEquals(false, made.body().map("spec").has("gone"));
            var refused = raw.post(THINGS, JSON, thing("b", "{'n':7}"));
            assertEquals(
                    "Thing.example.com \"b\" is invalid: spec.n: Invalid value: 7: failed rule: self < 5",
                    refused.message());

            var paths = Json.parseMap(raw.text("/openapi/v2").getBytes(StandardCharsets.UTF_8))
                    .map("paths");
            var patch = paths.map("/apis/example.com/v1/namespaces/{namespace}/things/{name}")
                    .map("patch");
            assertEquals("patchExampleComV1NamespacedThing", patch.string("operationId"));
            assertEquals(
                    "{\"$ref\":\"#/definitions/com.example.v1.Thing\"}",
                    Json.text(patch.map("responses").map("200").map("schema")));
            assertEquals(
                    "{\"$ref\":\"#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.Patch\"}",
                    Json.text(patch.list("parameters").map(0).map("schema")));

            assertEquals(200, raw.delete(DEFINITIONS + "/things.example.com").code());
            Samples.await()
                    .until(() ->
                            raw.getJson(THINGS + "/a").body().map("metadata").has("deletionTimestamp"));
            assertEquals(405, raw.post(THINGS, JSON, thing("c", "{}")).code());
            assertEquals(
                    200,
                    raw.patch(THINGS + "/a", text("{'metadata':{'finalizers':null}}"))
                            .code());
            Samples.await()
                    .until(() ->
                            raw.getJson(DEFINITIONS + "/things.example.com").code() == 404);
            Samples.await().until(() -> raw.statusOf(THINGS) == 404);
        }
    }

    /** Labels are looked at as those of any object, twice, and once more as those of a custom resource. */
    @Test
    void whatIsWrongOfAChangeIsToldAsOftenAsItIsFound(Jibe cluster) throws IOException {
        var gauges = "/apis/example.com/v1/namespaces/default/gauges";
        var definition = Json.parseMap(DEFINITION.replace("things", "gauges").replace("Thing", "Gauge"));
        var version = definition.map("spec").list("versions").map(0);
        var schema = Json.parseMap(text("{'openAPIV3Schema':{'type':'object','properties':{'spec':{'type':'object',"
                + "'properties':{'namespace':{'type':'string'},'w':{'type':'string','nullable':true}},"
                + "'x-kubernetes-validations':[{'rule':'self.namespace.size() == 1 && !has(self.w)'}]},"
                + "'status':{'type':'object','properties':{'replicas':{'type':'integer'}}}}}}"));
        var scale = Json.parseMap(
                text("{'status':{},'scale':{'specReplicasPath':'.spec.r','statusReplicasPath':'.status.replicas'}}"));
        var whole = definition.withAt(
                JsonList.of(version.with("schema", schema).with("subresources", scale)), "spec", "versions");
        try (var raw = new Raw(cluster)) {
            var defined = raw.post(DEFINITIONS, JSON, Json.text(whole));
            assertEquals(201, defined.code(), defined.message());
            Samples.await().until(() -> raw.statusOf(gauges) == 200);
            var made = raw.post(
                    gauges, JSON, thing("a", "{'namespace':'a','w':null}").replace("Thing", "Gauge"));
            assertEquals(201, made.code(), made.message());
            var wrong = raw.patch(gauges + "/a", text("{'metadata':{'labels':{'a':'/a'}}}"));
            assertEquals(3, wrong.body().map("details").list("causes").size());
            assertEquals(
                    "Gauge.example.com \"a\" is invalid: [status.replicas: Invalid value: \"array\": replicas in body"
                            + " must be of type integer: \"array\", .status.replicas: Invalid value: 0: .status.replicas"
                            + " accessor error: [<nil>] is of the type []interface {}, expected int64, <nil>: Invalid value: null: some"
                            + " validation rules were not checked because the object was invalid; correct the existing errors to"
                            + " complete validation]",
                    raw.patch(gauges + "/a/status", text("{'status':{'replicas':[null]}}"))
                            .message());
            raw.patch(gauges + "/a", text("{'metadata':{'finalizers':null}}"));
            raw.delete(DEFINITIONS + "/gauges.example.com");
        }
    }

    @Test
    void objectsGoWithTheirNamespace(Jibe cluster) throws IOException {
        var gadgets = "/apis/example.com/v1/namespaces/doomed/gadgets";
        var definition = DEFINITION.replace("things", "gadgets").replace("Thing", "Gadget");
        try (var raw = new Raw(cluster)) {
            raw.post("/api/v1/namespaces", JSON, text("{'metadata':{'name':'doomed'}}"));
            assertEquals(201, raw.post(DEFINITIONS, JSON, definition).code());
            Samples.await().until(() -> raw.statusOf(gadgets) == 200);
            var held = thing("held", "{}").replace("Thing", "Gadget");
            var free = text("{'apiVersion':'example.com/v1','kind':'Gadget','metadata':{'name':'free'}}");
            assertEquals(201, raw.post(gadgets, JSON, held).code());
            assertEquals(201, raw.post(gadgets, JSON, free).code());

            assertEquals(200, raw.delete("/api/v1/namespaces/doomed").code());
            Samples.await().until(() -> raw.statusOf(gadgets + "/free") == 404);
            Samples.await()
                    .until(() -> raw.getJson("/api/v1/namespaces/doomed")
                            .body()
                            .map("status")
                            .list("conditions")
                            .maps()
                            .map(condition -> condition.string("type") + ": " + condition.string("message"))
                            .toList()
                            .containsAll(List.of(
                                    "NamespaceContentRemaining: Some resources are remaining: gadgets.example.com has 1"
                                            + " resource instances",
                                    "NamespaceFinalizersRemaining: Some content in the namespace has finalizers"
                                            + " remaining: example.com/kept in 1 resource instances")));
            assertEquals(
                    true, raw.getJson(gadgets + "/held").body().map("metadata").has("deletionTimestamp"));

            raw.patch(gadgets + "/held", text("{'metadata':{'finalizers':null}}"));
            Samples.await().until(() -> raw.statusOf("/api/v1/namespaces/doomed") == 404);
            assertEquals(0, raw.getJson(gadgets).body().list("items").size());
            raw.delete(DEFINITIONS + "/gadgets.example.com");
        }
    }
}
