package dev.jibe.server.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Schema;
import dev.jibe.runtime.Clock;
import dev.jibe.server.encryption.Encryption;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.Query;
import dev.jibe.server.watch.WatchEvent;
import dev.jibe.server.watch.WatchSource;
import dev.jibe.store.Entry;
import dev.jibe.store.Expect;
import dev.jibe.store.Store;
import dev.jibe.store.StoreConfig;
import dev.jibe.store.Write;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who selects sees what looking at everything would show, however little of it was looked at. */
final class ReadingTest {

    private static final List<String> NODES = List.of("", "a", "b", "c");
    private static final List<String> NAMESPACES = List.of("first", "second", "second-half");

    /** So little history that what follows it must begin anew now and then. */
    private final Store<JsonMap> store = Store.open(
            StoreConfig.inMemory().withHistory(Duration.ofHours(1), 20, 1 << 30),
            new ObjectValues(Encryption.NONE),
            Clock.system());

    private final Reading reading = new Reading(store);
    private final Resource pods = Resources.builtin(Schema.builtin()).get("", "v1", "pods");

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void podsOfANodeAreThoseThatABindingLeftThere(long seed) {
        var random = new Random(seed);
        for (int step = 0; step < 500; step++) {
            change(random);
            if (random.nextInt(10) == 0) {
                var node = NODES.get(1 + random.nextInt(3));
                var namespace = random.nextBoolean() ? "" : NAMESPACES.get(random.nextInt(3));
                var listed = list(namespace, Map.of("fieldSelector", "spec.nodeName=" + node));
                assertEquals(bound(namespace, node), listed.items());
                assertEquals(Long.toString(store.revision()), listed.metadata().string("resourceVersion"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aWatchOfANodesPodsTellsOfAllThatComesAndGoes(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            change(random);
        }
        var seen = new TreeMap<String, JsonMap>();
        try (var watch = watch(
                "second",
                Map.of(
                        "fieldSelector",
                        "spec.nodeName=a",
                        "sendInitialEvents",
                        "true",
                        "resourceVersionMatch",
                        "NotOlderThan"))) {
            for (int step = 0; step < 200; step++) {
                watch.poll(100).forEach(event -> follow(seen, event));
                assertEquals(bound("second", "a"), List.copyOf(seen.values()));
                change(random);
            }
        }
    }

    @Test
    void oneOfANameIsReadAlone() {
        put("first", "x", "");
        put("first", "x-2", "");
        put("second", "x", "");
        assertEquals(
                1,
                list("first", Map.of("fieldSelector", "metadata.name=x"))
                        .items()
                        .size());
        assertEquals(
                2, list("", Map.of("fieldSelector", "metadata.name=x")).items().size());
        assertEquals(
                0,
                list("first", Map.of("fieldSelector", "metadata.name=x,metadata.name=x-2"))
                        .items()
                        .size());
        try (var watch = watch("first", Map.of("fieldSelector", "metadata.name=x"))) {
            put("first", "x-2", "a");
            put("first", "x", "a");
            assertEquals(
                    List.of("x"),
                    watch.poll(10).stream()
                            .map(event -> event.object().map("metadata").string("name"))
                            .toList());
        }
    }

    @Test
    void aPageOfANodesPodsGoesOnWhereItEnded() {
        for (int i = 0; i < 5; i++) {
            put("first", "on-a-" + i, "a");
            put("first", "on-b-" + i, "b");
        }
        var first = list("", Map.of("fieldSelector", "spec.nodeName=b", "limit", "3"));
        put("first", "on-b-9", "b");
        var rest = list(
                "",
                Map.of(
                        "fieldSelector",
                        "spec.nodeName=b",
                        "limit",
                        "3",
                        "continue",
                        first.metadata().string("continue")));
        assertEquals(List.of("on-b-0", "on-b-1", "on-b-2"), names(first));
        assertEquals(List.of("on-b-3", "on-b-4"), names(rest));
    }

    private static List<String> names(ApiResponse.Many list) {
        return list.items().stream()
                .map(pod -> pod.map("metadata").string("name"))
                .toList();
    }

    private ApiResponse.Many list(String namespace, Map<String, String> query) {
        var asked = Query.of(query);
        return reading.list(pods, namespace, Selection.of(asked, pods), ListOptions.of(asked, false));
    }

    private WatchSource watch(String namespace, Map<String, String> query) {
        var asked = Query.of(query);
        return reading.watch(pods, namespace, Selection.of(asked, pods), ListOptions.of(asked, true))
                .source();
    }

    private static void follow(TreeMap<String, JsonMap> seen, WatchEvent event) {
        var name = event.object().map("metadata").string("name");
        if (event.type().equals("DELETED")) {
            seen.remove(name);
        } else {
            seen.put(name, event.object());
        }
    }

    /** What looking at everything finds. */
    private List<JsonMap> bound(String namespace, String node) {
        return store.latest().range("pods").toList().stream()
                .map(Entry::value)
                .filter(pod -> namespace.isEmpty()
                        || pod.map("metadata").string("namespace").equals(namespace))
                .filter(pod -> pod.map("spec").string("nodeName").equals(node))
                .toList();
    }

    private void change(Random random) {
        var namespace = NAMESPACES.get(random.nextInt(3));
        var name = "pod-" + random.nextInt(10);
        if (random.nextInt(4) == 0) {
            store.commit(Write.delete("pods", namespace + "/" + name, Expect.ANY));
        } else {
            put(namespace, name, NODES.get(random.nextInt(4)));
        }
    }

    private void put(String namespace, String name, String node) {
        var metadata = JsonMap.of("name", name, "namespace", namespace);
        var spec = node.isEmpty() ? JsonMap.EMPTY : JsonMap.of("nodeName", node);
        store.commit(
                Write.put("pods", namespace + "/" + name, JsonMap.of("metadata", metadata, "spec", spec), Expect.ANY));
    }
}
