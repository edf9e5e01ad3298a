package dev.jibe.server.crd.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Schema;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.Ids;
import dev.jibe.runtime.logging.Level;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.logging.LogOutput;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.admission.AdmissionChain;
import dev.jibe.server.authn.User;
import dev.jibe.server.crd.definition.Conditions;
import dev.jibe.server.encryption.Encryption;
import dev.jibe.server.registry.Deleting;
import dev.jibe.server.registry.ObjectValues;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.ownership.Ownership;
import dev.jibe.store.Expect;
import dev.jibe.store.Store;
import dev.jibe.store.StoreConfig;
import dev.jibe.store.Write;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A definition that somebody lets go while it is cleaned up behind is no error, and nobody waits for it. */
final class CleanupTest {

    private static final User USER = User.of("system:apiserver", User.MASTERS);
    private static final String NAME = "things.example.com";
    private static final Duration A_MOMENT = Duration.ofMillis(10);

    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final Clock clock = Clock.system();
    private final Store<JsonMap> store = Store.open(StoreConfig.inMemory(), new ObjectValues(Encryption.NONE), clock);
    private final Resources resources = Resources.builtin(Schema.builtin());
    private final Resource objects = resources.get("", "v1", "configmaps");
    private final Cleanup cleanup = cleanup();

    private Cleanup cleanup() {
        var chain = AdmissionChain.of(Map.of(), new Metrics(), clock);
        var writing = new Writing(
                store,
                chain,
                Map.of(),
                clock,
                Ids.secure(),
                Duration.ofHours(1),
                new Ownership(resources, clock),
                Encryption.NONE,
                (_, _) -> List.of());
        var definitions = resources.get("apiextensions.k8s.io", "v1", "customresourcedefinitions");
        return new Cleanup(
                store,
                new Deleting(store, chain, Map.of(), clock),
                new StatusWriter(writing, definitions, USER),
                USER,
                clock);
    }

    @BeforeEach
    void listen() {
        Log.configure(errors::add, Level.ERROR);
    }

    @AfterEach
    void end() {
        Log.configure(LogOutput.toStream(System.err), Level.INFO);
        store.close();
    }

    private JsonMap definition() {
        var object = JsonMap.of(
                "apiVersion",
                "apiextensions.k8s.io/v1",
                "kind",
                "CustomResourceDefinition",
                "metadata",
                JsonMap.of(
                        "name",
                        NAME,
                        "uid",
                        "1",
                        "deletionTimestamp",
                        "2026-01-01T00:00:00Z",
                        "finalizers",
                        JsonList.of("customresourcecleanup.apiextensions.k8s.io")));
        return Conditions.with(object, Conditions.ESTABLISHED, true, "InitialNamesAccepted", "", clock.now());
    }

    @Test
    void aDefinitionThatIsGoneIsNoError() {
        cleanup.run(definition(), objects);
        assertEquals(List.of(), errors);
    }

    @Test
    @Timeout(60)
    void nobodyWaitsForTheObjectsOfADefinitionThatIsGone() throws Exception {
        var held = JsonMap.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                JsonMap.of("namespace", "n", "name", "c", "uid", "2", "finalizers", JsonList.of("example.com/held")));
        store.commit(Write.put(CustomResources.BUCKET, NAME, definition(), Expect.ABSENT));
        store.commit(Write.put(objects.bucket(), "n/c", held, Expect.ABSENT));
        var cleaning = Thread.ofVirtual().start(() -> cleanup.run(definition(), objects));
        while (!stored().map("metadata").has("deletionTimestamp")) {
            clock.sleep(A_MOMENT);
        }
        assertTrue(cleaning.isAlive());

        store.commit(Write.delete(CustomResources.BUCKET, NAME, Expect.ANY));
        while (!cleaning.join(A_MOMENT)) {
            // It looks when something happens to the objects.
            store.commit(Write.put(objects.bucket(), "n/c", stored(), Expect.ANY));
        }
        assertEquals(List.of(), errors);
    }

    private JsonMap stored() {
        return Objects.requireNonNull(store.latest().get(objects.bucket(), "n/c"))
                .value();
    }
}
