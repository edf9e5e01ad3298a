package dev.jibe.controllers;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Objects for tests of plans: written as JSON, completed with kind, namespace and uid. */
public final class Fixtures {
    /** The time of all tests. */
    public static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z").truncatedTo(ChronoUnit.SECONDS);

    private Fixtures() {}

    /** An object of a name in the namespace default, with a uid made of kind and name, and the rest as given. */
    public static <T extends ApiObject> T object(Kind<T> kind, String name, String json) {
        var tree = Json.parseMap(json.replace('\'', '"'));
        var metadata = JsonMap.of("name", name, "uid", uid(kind, name), "resourceVersion", "1");
        metadata = kind.namespaced() ? metadata.with("namespace", "default") : metadata;
        var given = tree.map("metadata");
        for (int i = 0; i < given.size(); i++) {
            metadata = metadata.with(given.keyAt(i), given.valueAt(i));
        }
        return kind.of(tree.with("apiVersion", kind.apiVersion())
                .with("kind", kind.kind())
                .with("metadata", metadata));
    }

    public static String uid(Kind<?> kind, String name) {
        return kind.kind() + " " + name;
    }

    /** A generator whose seed is printed, so that a failure can be repeated. */
    public static RandomGenerator random(String test) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println(test + " seed=" + seed);
        return RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(seed);
    }
}
