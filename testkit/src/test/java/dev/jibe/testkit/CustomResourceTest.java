package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
