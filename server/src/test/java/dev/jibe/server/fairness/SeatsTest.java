package dev.jibe.server.fairness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.jibe.object.JsonMap;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.authn.User;
import dev.jibe.server.encryption.Encryption;
import dev.jibe.server.registry.ObjectValues;
import dev.jibe.server.request.Passage;
import dev.jibe.server.request.Query;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.store.Expect;
import dev.jibe.store.Store;
import dev.jibe.store.StoreConfig;
import dev.jibe.store.Write;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that find seats, and requests that wait for them. */
@Timeout(60)
final class SeatsTest {

    private static final String LEVEL = """
            metadata: {name: few, uid: l}
            spec:
              type: Limited
              limited:
                nominalConcurrencyShares: 1
                limitResponse: {type: Queue, queuing: {queues: 1, handSize: 1, queueLengthLimit: 1}}
            """;
    private static final String SCHEMA = """
            metadata: {name: all, uid: s}
            spec:
              priorityLevelConfiguration: {name: few}
              matchingPrecedence: 1
              distinguisherMethod: {type: ByUser}
              rules:
              - subjects: [{kind: Group, group: {name: "*"}}]
                resourceRules: [{verbs: ["*"], apiGroups: ["*"], resources: ["*"], clusterScope: true, namespaces: ["*"]}]
            """;
    private static final User JANE = User.of("jane");
    private static final RequestInfo GET = RequestInfo.of("GET", "/api/v1/namespaces/n/pods/p", Query.EMPTY);
    private static final RequestInfo LIST = RequestInfo.of("GET", "/api/v1/pods", Query.EMPTY);

    private final Store<JsonMap> store =
            Store.open(StoreConfig.inMemory(), new ObjectValues(Encryption.NONE), Clock.system());
    private final Metrics metrics = new Metrics();

    SeatsTest() {
        put("prioritylevelconfigurations.flowcontrol.apiserver.k8s.io", "few", LEVEL);
        put("flowschemas.flowcontrol.apiserver.k8s.io", "all", SCHEMA);
        for (int i = 0; i < 150; i++) {
            put("pods", "n/p" + i, "metadata: {name: p" + i + ", namespace: n}");
        }
    }

    private void put(String bucket, String key, String yaml) {
        var object = (JsonMap) Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8));
        store.commit(Write.put(bucket, key, object, Expect.ABSENT));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Fairness fairness(int seats, Runnable others) {
        return new Fairness(store, seats, Duration.ofMinutes(1), others, metrics, Clock.system());
    }

    private static Level.Figures figures(Fairness fairness) {
        return Objects.requireNonNull(fairness.levels().get("few")).figures();
    }

    private static Seat admit(Fairness fairness, RequestInfo request) {
        return fairness.admit(JANE, request, new Passage("", ""));
    }

    @Test
    void aLongListHasItsSeatsBeforeOthersAsk() {
        var seen = new ArrayList<Integer>();
        var fairness = new Fairness[1];
        fairness[0] = fairness(2, () -> seen.add(figures(fairness[0]).executing()));
        admit(fairness[0], GET).close();
        assertEquals(List.of(), seen, "a short request gives way to nobody");
        admit(fairness[0], LIST).close();
        assertEquals(List.of(2), seen);
        assertEquals(0, figures(fairness[0]).executing());
    }

    @Test
    void whoWaitsIsListedAndCountedOnce() throws InterruptedException {
        var fairness = fairness(1, () -> {});
        var tables = new FlowTables(fairness);
        var first = assertInstanceOf(Seat.Taken.class, admit(fairness, GET));
        var let = new CountDownLatch(1);
        var second = Thread.startVirtualThread(() -> {
            admit(fairness, GET).close();
            let.countDown();
        });
        while (figures(fairness).waiting() == 0) {
            Thread.onSpinWait();
        }
        assertInstanceOf(Seat.Refused.class, admit(fairness, GET), "there is room for one to wait");
        var row = tables.requests(true).lines().toList().get(1).split(",\\s*");
        assertEquals(List.of("few", "all", "0", "0", "jane"), List.of(row).subList(0, 5));
        assertEquals(
                List.of(
                        "1",
                        "0",
                        "0s",
                        "0001-01-01T00:00:00Z",
                        "jane",
                        "get",
                        "/api/v1/namespaces/n/pods/p",
                        "n",
                        "p",
                        "v1",
                        "pods"),
                List.of(row).subList(6, 17));
        first.close();
        let.await();
        second.join();
        var level = tables.levels().lines().toList().get(1).split(",\\s*");
        assertEquals(List.of("few", "0", "true", "false", "0", "0", "2", "1", "0", "0"), List.of(level));
        var text = metrics.text();
        assertEquals(
                1,
                count(
                        text,
                        "apiserver_flowcontrol_dispatched_requests_total{flow_schema=\"all\",priority_level=\"few\"} 2"));
        assertEquals(
                1,
                count(
                        text,
                        "apiserver_flowcontrol_rejected_requests_total{flow_schema=\"all\",priority_level=\"few\",reason=\"queue-full\"} 1"));
        assertEquals(1, count(text, "apiserver_flowcontrol_demand_seats_high_watermark{priority_level=\"few\"}"));
        assertEquals(
                1,
                count(
                        text,
                        "apiserver_flowcontrol_priority_level_seat_utilization_bucket{phase=\"executing\",priority_level=\"few\",le=\"0.99\"}"));
        assertEquals(
                1,
                count(
                        text,
                        "apiserver_flowcontrol_read_vs_write_current_requests_count{phase=\"waiting\",request_kind=\"mutating\"}"));
    }

    private static long count(String text, String start) {
        return text.lines().filter(line -> line.startsWith(start)).count();
    }
}
