package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.server.Exchange;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is counted of the rules of custom resources, and of the webhooks that convert them. */
@JibeTest(nodes = 0)
final class CustomMetricsTest {

    private static final String JSON = "application/json";
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    /** Nobody asks for this version by himself: parts of the cluster take the highest one. */
    private static final String CRATES = "/apis/example.com/v2/namespaces/default/crates";

    private static final String RULED = "/apis/example.com/v1/namespaces/default/ruleds";

    private static String text(String quoted) {
        return quoted.replace('\'', '"');
    }

    private static String definition(String plural, String kind, String versions, String more) {
        return text("{'metadata':{'name':'" + plural
                + ".example.com'},'spec':{'group':'example.com','scope':'Namespaced'," + "'names':{'plural':'" + plural
                + "','kind':'" + kind + "'},'versions':[" + versions + "]" + more + "}}");
    }

    private static String version(String name, boolean isStored, String rules) {
        return "{'name':'" + name + "','served':true,'storage':" + isStored
                + ",'schema':{'openAPIV3Schema':{'type':'object'," + "'properties':{'n':{'type':'integer'" + rules
                + "}}}}}";
    }

    /** The value of a series; 0 if it is not there. */
    private static double value(Raw raw, String series) throws IOException {
        return raw.text("/metrics")
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    @Test
    void rulesAreCountedWhenTheyAreCompiledAndRun(Jibe cluster) throws IOException {
        var compiled = "apiserver_cel_compilation_duration_seconds_count";
        var run = "apiserver_cel_evaluation_duration_seconds_count";
        try (var raw = new Raw(cluster)) {
            assertEquals(0, value(raw, compiled));
            assertEquals(0, value(raw, run));
            var rules = ",'x-kubernetes-validations':[{'rule':'self < 5'}]";
            assertEquals(
                    201,
                    raw.post(DEFINITIONS, JSON, definition("ruleds", "Ruled", version("v1", true, rules), ""))
                            .code());
            Samples.await().until(() -> raw.statusOf(RULED) == 200);
            var object = "{'apiVersion':'example.com/v1','kind':'Ruled','metadata':{'name':'%s'},'n':%d}";
            assertEquals(
                    201, raw.post(RULED, JSON, text(object.formatted("a", 1))).code());
            assertEquals(1, value(raw, compiled));
            assertEquals(1, value(raw, run));
            assertEquals(
                    422, raw.post(RULED, JSON, text(object.formatted("b", 7))).code());
            assertEquals(1, value(raw, compiled));
            assertEquals(2, value(raw, run));
        }
    }

    @Test
    void conversionsAreCountedByWhatBecameOfThem(Jibe cluster) throws Exception {
        var twist = new AtomicReference<UnaryOperator<JsonMap>>(review -> review);
        try (var hook = Hook.start(cluster, exchange -> convert(exchange, twist));
                var raw = new Raw(cluster)) {
            var versions = version("v1", true, "") + "," + version("v2", false, "") + "," + version("v3", false, "");
            var conversion = ",'conversion':{'strategy':'Webhook','webhook':{'conversionReviewVersions':['v1'],"
                    + "'clientConfig':{'url':'" + hook.url() + "/convert','caBundle':'" + hook.bundle() + "'}}}";
            assertEquals(
                    201,
                    raw.post(DEFINITIONS, JSON, definition("crates", "Crate", versions, conversion))
                            .code());
            Samples.await().until(() -> raw.statusOf(CRATES) == 200);
            for (var name : List.of("a", "b")) {
                var object = "{'apiVersion':'example.com/v1','kind':'Crate','metadata':{'name':'" + name + "'}}";
                assertEquals(
                        201,
                        raw.post(CRATES.replace("v2", "v1"), JSON, text(object)).code());
            }
            // Two objects in one call, and one.
            assertEquals(200, raw.getJson(CRATES).code());
            assertEquals(200, raw.getJson(CRATES + "/a").code());
            assertEquals(2, conversions(raw, true));
            assertEquals(0, conversions(raw, false));

            var failures = List.<UnaryOperator<JsonMap>>of(
                    review -> JsonMap.EMPTY,
                    review -> review.withAt(JsonMap.of("status", "Failure", "message", "no"), "response", "result"),
                    review -> review.withAt(JsonList.of(), "response", "convertedObjects"),
                    review -> review.withAt(
                            JsonList.of(JsonMap.of("apiVersion", "example.com/v2", "kind", "Bag")),
                            "response",
                            "convertedObjects"));
            for (var failure : failures) {
                twist.set(failure);
                assertEquals(500, raw.getJson(CRATES + "/a").code());
            }
            twist.set(review -> review);
            assertEquals(4, conversions(raw, false));
            assertEquals(2, failed(raw, "malformed_response_failure"));
            assertEquals(1, failed(raw, "partial_response_failure"));
            assertEquals(1, failed(raw, "invalid_converted_object_failure"));
            hook.server().close();
            assertEquals(500, raw.getJson(CRATES + "/a").code());
            assertEquals(5, conversions(raw, false));
        }
    }

    private static double conversions(Raw raw, boolean succeeded) throws IOException {
        return value(
                raw,
                "apiserver_crd_conversion_webhook_duration_seconds_count{crd_name=\"crates.example.com\","
                        + "from_version=\"v1\",succeeded=\"" + succeeded + "\",to_version=\"v2\"}");
    }

    /** Of all webhooks, but only this one fails, and only for who asks for version 2. */
    private static double failed(Raw raw, String why) throws IOException {
        var labels = "{failure_type=\"conversion_webhook_" + why + "\",result=\"failure\"}";
        double requests = value(raw, "apiserver_conversion_webhook_request_total" + labels);
        assertEquals(requests, value(raw, "apiserver_conversion_webhook_duration_seconds_count" + labels));
        return requests;
    }

    /** Gives objects their other version, and then does to the whole answer what the test wants, if it is for version 2. */
    private static void convert(Exchange exchange, AtomicReference<UnaryOperator<JsonMap>> twist) throws Exception {
        var request = Json.parseMap(exchange.body(1 << 20)).map("request");
        var wanted = request.string("desiredAPIVersion");
        var converted = request.list("objects")
                .maps()
                .map(object -> object.with("apiVersion", wanted))
                .toList();
        var response = JsonMap.of(
                "uid",
                request.string("uid"),
                "result",
                JsonMap.of("status", "Success"),
                "convertedObjects",
                JsonList.copyOf(converted));
        var review =
                JsonMap.of("apiVersion", "apiextensions.k8s.io/v1", "kind", "ConversionReview", "response", response);
        var answer = wanted.endsWith("v2") ? Objects.requireNonNull(twist.get()).apply(review) : review;
        exchange.respond(200, Headers.of("content-type", JSON), Json.write(answer));
    }
}
