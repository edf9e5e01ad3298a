package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
}
