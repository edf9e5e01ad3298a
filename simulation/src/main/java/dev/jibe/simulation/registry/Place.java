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
import dev.jibe.testkit.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A whole API server without controllers, over what can fail, in a time that passes when it is told to. */
final class Place implements AutoCloseable {

    private static final Instant BEGINNING = Instant.parse("2026-03-01T08:00:00Z");
    /** What passes in each millisecond of the machine's time where time has to pass. */
    private static final Duration TICK = Duration.ofMillis(20);

    /** The same when nothing can come of waiting any more. */
    private static final Duration LEAP = Duration.ofSeconds(1);

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
    private final Keeping keeping;
    private final Path directory;
    private final int revisions;
    private VirtualClock clock = new VirtualClock(BEGINNING);
    private @Nullable Cluster cluster;
    private @Nullable Thread time;

    /** @param revisions of which the server keeps the past */
    Place(Random random, Keeping keeping, Path directory, int revisions) {
        this.random = random;
        this.keeping = keeping;
        this.directory = directory;
        this.revisions = revisions;
    }

    int revisions() {
        return revisions;
    }

    void start() throws Exception {
        var config = new ClusterConfig(
                        0, ControlPlaneConfig.SERVICE_RANGE, new NodeChoice.ApiOnly(), keeping.store(revisions))
                .withSettings(keeping.settings())
                .withSurroundings(new Surroundings(random, (_, direct) -> direct, Surroundings.Reach.PROCESS));
        if (keeping.needsTime()) {
            time = Thread.ofVirtual().name("time").start(this::passTime);
        }
        cluster = Cluster.start(
                config, new DataDirectory(directory), keeping.needsTime() ? new LooseClock(clock) : clock);
    }

    private void passTime() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Clock.system().sleep(Duration.ofMillis(1));
                pass(keeping.hasFailed() ? LEAP : TICK);
            }
        } catch (InterruptedException e) {
            // The server has stopped.
        }
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
        keeping.disturbAfter(operations);
    }

    synchronized void pass(Duration time) {
        clock.advance(time);
    }

    /** Stops the server, in good order or not, and starts it from what was kept; answers how often it crashed. */
    int restart() throws Exception {
        int crashes = 0;
        for (int starts = 0; starts < MAX_STARTS; starts++) {
            boolean hasCrashed = keeping.hasFailed();
            stop();
            if (hasCrashed) {
                crashes++;
                keeping.recover();
                if (random.nextInt(4) == 0) {
                    keeping.failAfter(random.nextInt(1, 60));
                }
            }
            clock = new VirtualClock(clock.now());
            try {
                start();
                awaitServed();
                if (!keeping.hasFailed()) {
                    keeping.failAfter(Integer.MAX_VALUE);
                    return crashes;
                }
            } catch (SimulationException e) {
                throw e;
            } catch (Exception e) {
                if (!keeping.hasFailed()) {
                    throw new SimulationException("the server does not start again: " + e, e);
                }
            }
        }
        throw new SimulationException("the server crashed " + crashes + " times while it started");
    }

    @Override
    public void close() {
        stop();
        keeping.close();
    }

    private void stop() {
        var running = cluster;
        cluster = null;
        if (running != null) {
            running.close();
        }
        var passing = time;
        time = null;
        if (passing != null) {
            passing.interrupt();
            try {
                passing.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
