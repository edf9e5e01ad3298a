package dev.jibe.simulation.registry;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Transport;
import dev.jibe.jibe.Cluster;
import dev.jibe.jibe.ClusterConfig;
import dev.jibe.jibe.ControlPlaneConfig;
import dev.jibe.jibe.DataDirectory;
import dev.jibe.jibe.NodeChoice;
import dev.jibe.jibe.Surroundings;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.server.authn.User;
import dev.jibe.simulation.SimulationException;
import dev.jibe.store.StoreConfig;
import dev.jibe.store.Threads;
import dev.jibe.store.fault.FaultyDisk;
import dev.jibe.testkit.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A whole API server without controllers, on a disk that can crash, in a time that passes when it is told to. */
final class Place implements AutoCloseable {

    private static final Instant BEGINNING = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration LONG = Duration.ofHours(10);
    private static final int MAX_STARTS = 20;
    private static final int MAX_WAITS = 20_000;

    private static final String DEFINITION = """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
             "metadata":{"name":"things.example.com"},
             "spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"things","kind":"Thing"},
             "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
             "schema":{"openAPIV3Schema":{"type":"object","properties":{
               "spec":{"type":"object","additionalProperties":{"type":"string"}},
               "status":{"type":"object","additionalProperties":{"type":"string"}}}}}}]}}""";

    private final Random random;
    private final Path directory;
    private final int revisions;
    private VirtualClock clock = new VirtualClock(BEGINNING);
    private FaultyDisk disk;
    private @Nullable Cluster cluster;

    /** @param revisions of which the server keeps the past */
    Place(long seed, Path directory, int revisions) {
        this.random = new Random(seed);
        this.directory = directory;
        this.revisions = revisions;
        this.disk = new FaultyDisk(new Random(seed + 1));
    }

    int revisions() {
        return revisions;
    }

    void start() throws Exception {
        var store = StoreConfig.on(new PausingDisk(disk, new Pause(random)))
                .withSegmentSizeBytes(128 << 10)
                .withSnapshotAfterBytes(384 << 10)
                .withMaxWriteBytes(1 << 20)
                .withHistory(LONG, revisions, 64L << 20)
                .withThreads(Threads.VIRTUAL);
        var config = new ClusterConfig(0, ControlPlaneConfig.SERVICE_RANGE, new NodeChoice.ApiOnly(), store)
                .withSurroundings(new Surroundings(random, (_, direct) -> direct));
        cluster = Cluster.start(config, new DataDirectory(directory), (Clock) clock);
    }

    Transport transport() {
        var running = cluster;
        if (running == null) {
            throw new IllegalStateException("the server is not running");
        }
        return running.client("kubernetes-admin", User.MASTERS).transport();
    }

    /** What objects need to be there before they are made. */
    void prepare() {
        var transport = transport();
        for (var name : List.of("one", "two")) {
            transport.send(Call.post("/api/v1/namespaces", object("Namespace", name)));
            transport.send(
                    Call.post("/api/v1/namespaces/" + name + "/serviceaccounts", object("ServiceAccount", "default")));
        }
        transport.send(Call.post(
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                Json.parseMap(DEFINITION.getBytes(StandardCharsets.UTF_8))));
    }

    private static JsonMap object(String kind, String name) {
        return JsonMap.of("apiVersion", "v1", "kind", kind, "metadata", JsonMap.of("name", name));
    }

    /** Returns when objects of a user's kind can be made. */
    void awaitServed() {
        var definition = Call.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.example.com");
        for (int waits = 0; waits < MAX_WAITS; waits++) {
            boolean isEstablished = transport()
                    .send(definition)
                    .body()
                    .map("status")
                    .list("conditions")
                    .maps()
                    .anyMatch(each -> each.string("type").equals("Established")
                            && each.string("status").equals("True"));
            if (isEstablished && isServed()) {
                return;
            }
            Pause.rest();
        }
        throw new SimulationException("things are not served");
    }

    private boolean isServed() {
        try {
            transport().send(Call.get(Sort.THING.root() + "/" + Sort.THING.plural()));
            return true;
        } catch (ApiFailure e) {
            return false;
        }
    }

    void crashAfter(int operations) {
        disk.crashAfter(operations);
    }

    boolean hasCrashed() {
        return disk.hasCrashed();
    }

    synchronized void pass(Duration time) {
        clock.advance(time);
    }

    /** Stops the server, in good order or not, and starts it from what its disk has kept; answers how often it crashed. */
    int restart() throws Exception {
        int crashes = 0;
        for (int starts = 0; starts < MAX_STARTS; starts++) {
            boolean hasCrashed = disk.hasCrashed();
            close();
            if (hasCrashed) {
                crashes++;
                disk = disk.afterCrash();
                if (random.nextInt(4) == 0) {
                    disk.crashAfter(random.nextInt(1, 60));
                }
            }
            clock = new VirtualClock(clock.now());
            try {
                start();
                awaitServed();
                if (!disk.hasCrashed()) {
                    disk.crashAfter(Integer.MAX_VALUE);
                    return crashes;
                }
            } catch (SimulationException e) {
                throw e;
            } catch (Exception e) {
                if (!disk.hasCrashed()) {
                    throw new SimulationException("the server does not start again: " + e, e);
                }
            }
        }
        throw new SimulationException("the server crashed " + crashes + " times while it started");
    }

    @Override
    public void close() {
        var running = cluster;
        cluster = null;
        if (running != null) {
            running.close();
        }
    }
}
