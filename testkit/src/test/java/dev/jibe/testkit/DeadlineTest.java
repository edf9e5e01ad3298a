package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import dev.jibe.wire.http.Headers;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What becomes of requests that take longer than they may. */
@JibeTest(nodes = 0)
final class DeadlineTest {

    private static final String JSON = "application/json";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final JsonMap TOOK_TOO_LONG = JsonMap.of(
            "metadata",
            JsonMap.EMPTY,
            "status",
            "Failure",
            "message",
            "Timeout: request did not complete within the allotted timeout",
            "reason",
            "Timeout",
            "details",
            JsonMap.EMPTY,
            "code",
            504L);

    private static String map(String name) {
        return "{\"metadata\":{\"name\":\"" + name + "\"}}";
    }

    @Test
    void whatHasNoTimeIsNotDone(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            assertEquals(TOOK_TOO_LONG, raw.getJson("/healthz?timeout=1ns").body());
            var refused = raw.post(MAPS + "?timeout=1ns", JSON, map("none"));
            assertEquals(504, refused.code());
            assertEquals(TOOK_TOO_LONG, refused.body());
            assertEquals(404, raw.getJson(MAPS + "/none").code());
            var figures = raw.text("/metrics");
            assertTrue(
                    figures.contains(
                            "apiserver_request_terminations_total{code=\"504\",component=\"apiserver\",group=\"\","
                                    + "resource=\"configmaps\",scope=\"resource\",subresource=\"\",verb=\"POST\",version=\"v1\"} 1"),
                    figures);
            assertTrue(
                    figures.contains("apiserver_request_post_timeout_total{source=\"timeout-handler\",status=\"ok\"}"));
        }
    }

    @Test
    void moreTimeThanOthersNobodyGetsAndNoneIsNoLimit(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            for (var time : new String[] {"0", "-1s", "1h", "1m30.5s"}) {
                assertEquals(200, raw.getJson(MAPS + "?timeout=" + time).code(), time);
            }
            assertEquals(
                    0,
                    raw.lines("/api/v1/namespaces/none/configmaps?watch=1&timeoutSeconds=1&timeout=x", Headers.EMPTY)
                            .size());
        }
    }

    @Test
    void whatIsNoTimeIsSaidBeforeAnythingElse(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            for (var path : new String[] {"/healthz", "/apis/nobody.example.com/v1/things", MAPS}) {
                var refused = raw.get(path + "?timeout=1x", raw.nobody());
                assertEquals(400, refused.code(), path);
                assertEquals(
                        "invalid timeout specified in the request URL - time: unknown unit \"x\" in duration \"1x\"",
                        refused.message());
            }
        }
    }

    @Test
    void aWebhookHasWhatIsLeftAndNothingIsWrittenAfterwards(Jibe cluster) throws Exception {
        var asked = new ConcurrentLinkedQueue<String>();
        var over = new CountDownLatch(1);
        try (var hook = Hook.start(cluster, exchange -> {
                    asked.add(exchange.request().rawQuery());
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                var raw = new Raw(cluster)) {
            var configuration = "{\"metadata\":{\"name\":\"slow\"},\"webhooks\":[{\"name\":\"slow.example.com\","
                    + "\"sideEffects\":\"None\",\"failurePolicy\":\"Ignore\",\"admissionReviewVersions\":[\"v1\"],"
                    + "\"clientConfig\":{\"url\":\"" + hook.url() + "\",\"caBundle\":\"" + hook.bundle() + "\"},"
                    + "\"rules\":[{\"apiGroups\":[\"\"],\"apiVersions\":[\"v1\"],\"operations\":[\"CREATE\"],"
                    + "\"resources\":[\"configmaps\"]}]}]}";
            for (var kind : new String[] {"mutating", "validating"}) {
                var path = "/apis/admissionregistration.k8s.io/v1/" + kind + "webhookconfigurations";
                assertEquals(201, raw.post(path, JSON, configuration).code());
                var refused = raw.post(MAPS + "?timeout=900ms", JSON, map(kind));
                assertEquals(TOOK_TOO_LONG, refused.body());
                assertEquals(404, raw.getJson(MAPS + "/" + kind).code());
                assertEquals(200, raw.delete(path + "/slow").code());
            }
            assertEquals(List.of("timeout=1s", "timeout=1s"), List.copyOf(asked));
        } finally {
            over.countDown();
        }
    }
}
