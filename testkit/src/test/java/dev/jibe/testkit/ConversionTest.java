package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.server.Exchange;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Custom resources whose versions a webhook converts. */
@JibeTest(nodes = 0)
final class ConversionTest {

    private static final String JSON = "application/json";
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String OLD = "/apis/example.com/v1/namespaces/default/boxes";
    private static final String NEW = "/apis/example.com/v2/namespaces/default/boxes";
    private static final String VERSION = "{'name':'%s','served':true,'storage':%s,'schema':{'openAPIV3Schema':"
            + "{'type':'object','properties':{'%s':{'type':'string'}}}}}";

    private static String text(String quoted) {
        return quoted.replace('\'', '"');
    }

    private static String definition(Hook hook) {
        return text("{'metadata':{'name':'boxes.example.com'},'spec':{'group':'example.com','scope':'Namespaced',"
                + "'names':{'plural':'boxes','kind':'Box'},'versions':["
                + VERSION.formatted("v1", true, "size") + "," + VERSION.formatted("v2", false, "length")
                + "],'conversion':{'strategy':'Webhook','webhook':{'conversionReviewVersions':['v7','v1'],"
                + "'clientConfig':{'url':'" + hook.url() + "/convert','caBundle':'" + hook.bundle() + "'}}}}}");
    }

    /** What the webhook does to an object that it has converted. */
    @FunctionalInterface
    private interface Twist {
        JsonMap of(JsonMap object);
    }

    /** A webhook that gives the one field its other name, and notes how many objects it was asked for. */
    private static void convert(Exchange exchange, Queue<Integer> counts, Twist twist) throws Exception {
        var request = Json.parseMap(exchange.body(1 << 20)).map("request");
        var wanted = request.string("desiredAPIVersion");
        var objects = request.list("objects").maps().toList();
        counts.add(objects.size());
        var from = wanted.endsWith("v2") ? "size" : "length";
        var to = wanted.endsWith("v2") ? "length" : "size";
        var converted = objects.stream()
                .map(object -> object.with("apiVersion", wanted)
                        .with(to, object.string(from))
                        .without(from))
                .map(twist::of)
                .toList();
        var response = JsonMap.of(
                "uid",
                request.string("uid"),
                "result",
                JsonMap.of("status", "Success"),
                "convertedObjects",
                JsonList.copyOf(converted));
        exchange.respond(
                200,
                Headers.of("content-type", JSON),
                Json.write(JsonMap.of(
                        "apiVersion", "apiextensions.k8s.io/v1", "kind", "ConversionReview", "response", response)));
    }

    private static String box(String version, String name, String field) {
        return text("{'apiVersion':'example.com/" + version + "','kind':'Box','metadata':{'name':'" + name + "'},'"
                + field + "':'" + name + "'}");
    }

    @Test
    void aListIsConvertedInOneCall(Jibe cluster) throws Exception {
        var counts = new ConcurrentLinkedQueue<Integer>();
        var twist = new AtomicReference<Twist>(object -> object);
        try (var hook = Hook.start(
                        cluster,
                        exchange -> convert(
                                exchange,
                                counts,
                                object -> Objects.requireNonNull(twist.get()).of(object)));
                var raw = new Raw(cluster)) {
            assertEquals(201, raw.post(DEFINITIONS, JSON, definition(hook)).code());
            Samples.await().until(() -> raw.statusOf(NEW) == 200);
            for (var name : List.of("a", "b", "c")) {
                assertEquals(201, raw.post(OLD, JSON, box("v1", name, "size")).code());
            }

            var list = raw.getJson(NEW).body();
            // Whoever watches the other version has objects converted one by one.
            assertTrue(counts.contains(3), counts::toString);
            assertEquals(
                    List.of("a", "b", "c"),
                    list.list("items").maps().map(box -> box.string("length")).toList());

            assertEquals(201, raw.post(NEW, JSON, box("v2", "d", "length")).code());
            assertEquals("d", raw.getJson(OLD + "/d").body().string("size"));

            twist.set(object -> object.withAt("no", "metadata", "labels", "of").withAt("7", "metadata", "uid"));
            assertEquals(
                    "conversion webhook for example.com/v1, Kind=Box returned invalid converted object at index 0:"
                            + " must have the same UID: " + uid(raw) + " != 7",
                    raw.getJson(NEW).message());
            twist.set(object -> object.withAt("changed", "metadata", "labels", "l")
                    .withAt("changed", "metadata", "resourceVersion"));
            var changed = raw.getJson(NEW + "/a").body().map("metadata");
            assertEquals("changed", changed.map("labels").string("l"));
            assertEquals(
                    raw.getJson(OLD + "/a").body().map("metadata").string("resourceVersion"),
                    changed.string("resourceVersion"));
            twist.set(object -> object.withAt("a b", "metadata", "labels", "l"));
            assertEquals(
                    "conversion webhook for example.com/v1, Kind=Box returned invalid metadata: metadata.labels:"
                            + " Invalid value: \"a b\": a valid label must be an empty string or consist of alphanumeric"
                            + " characters, '-', '_' or '.', and must start and end with an alphanumeric character"
                            + " (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is"
                            + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
                    raw.getJson(NEW + "/a").message());
            twist.set(object -> object.with("kind", "Bag"));
            assertEquals(
                    "conversion webhook for example.com/v1, Kind=Box returned invalid object at index 0: invalid kind"
                            + " (expected Box, received Bag)",
                    raw.getJson(NEW + "/a").message());
        }
    }

    private static String uid(Raw raw) throws Exception {
        return raw.getJson(OLD + "/a").body().map("metadata").string("uid");
    }
}
