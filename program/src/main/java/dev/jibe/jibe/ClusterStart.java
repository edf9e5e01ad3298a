package dev.jibe.jibe;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Schema;
import dev.jibe.server.authn.User;
import dev.jibe.server.bootstrap.Bootstrap;
import dev.jibe.server.bootstrap.Reconciliation;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiRequest.Body;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.ApiServer;
import dev.jibe.server.request.Query;
import dev.jibe.wire.http.Headers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Creates what a new cluster begins with, through the same door as everybody. */
final class ClusterStart {

    /** What another server's writes look like. */
    private static final Set<String> OTHERS = Set.of("AlreadyExists", "Conflict", "NotFound");

    private static final int MAX_TRIES = 10;

    private final ApiServer api;
    private final User user;

    ClusterStart(ApiServer api, User user) {
        this.api = api;
        this.user = user;
    }

    void create(List<JsonMap> objects) {
        objects.forEach(this::createIfAbsent);
    }

    /** Creates the default roles and bindings, and adds to those that are there what they lack. */
    void reconcile(List<JsonMap> policy) {
        together(policy, expected -> {
            var existing = find(expected);
            if (existing.isEmpty()) {
                send("POST", collection(expected), expected);
                return;
            }
            var path = collection(expected) + "/" + expected.map("metadata").string("name");
            Reconciliation.of(existing.get(), expected).ifPresent(step -> {
                switch (step) {
                    case Reconciliation.Step.Update(JsonMap object) -> send("PUT", path, object);
                    case Reconciliation.Step.Recreate(JsonMap object) -> {
                        send("DELETE", path, JsonMap.EMPTY);
                        send("POST", collection(object), object);
                    }
                }
            });
        });
    }

    /** Looks first: what the object would be given, such as an address, is its own already. */
    private void createIfAbsent(JsonMap object) {
        settled(() -> {
            if (find(object).isEmpty()) {
                send("POST", collection(object), object);
            }
        });
    }

    /** Another server may begin at the same time; who comes second looks again. */
    private static void settled(Runnable action) {
        for (int tries = 1; ; tries++) {
            try {
                action.run();
                return;
            } catch (ApiException e) {
                if (tries >= MAX_TRIES || !OTHERS.contains(e.reason())) {
                    throw e;
                }
            }
        }
    }

    /** Objects that need nothing of each other are written at the same time: the disk is waited for once for many. */
    private static void together(List<JsonMap> objects, Consumer<JsonMap> action) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var begun = objects.stream()
                    .map(object -> threads.submit(() -> settled(() -> action.accept(object))))
                    .toList();
            for (var each : begun) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the cluster cannot begin: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Optional<JsonMap> find(JsonMap object) {
        try {
            var path = collection(object) + "/" + object.map("metadata").string("name");
            return Optional.of(((ApiResponse.One) send("GET", path, JsonMap.EMPTY)).object());
        } catch (ApiException e) {
            if (!e.reason().equals("NotFound")) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** The service {@code kubernetes}. */
    void createKubernetesService(String clusterIp, int port) {
        createIfAbsent(Bootstrap.kubernetesService(clusterIp, port));
    }

    /** The service by which pods ask for names, and where it leads. */
    void createDnsService(String clusterIp, String address, int port) {
        createIfAbsent(Bootstrap.dnsService(clusterIp));
        put(Bootstrap.dnsSlice(address, port));
    }

    /** Creates objects, and changes those that are there as asked. */
    void mend(List<JsonMap> objects, BiFunction<JsonMap, JsonMap, Optional<JsonMap>> mended) {
        together(objects, expected -> {
            var existing = find(expected);
            if (existing.isEmpty()) {
                send("POST", collection(expected), expected);
            } else {
                var path = collection(expected) + "/" + expected.map("metadata").string("name");
                mended.apply(existing.get(), expected).ifPresent(object -> send("PUT", path, object));
            }
        });
    }

    /** Creates objects that are not there, and gives them their status. */
    void createWithStatus(List<JsonMap> objects) {
        together(objects, object -> {
            if (find(object).isEmpty()) {
                var created = ((ApiResponse.One) send("POST", collection(object), object)).object();
                var path = collection(object) + "/" + object.map("metadata").string("name");
                send("PUT", path + "/status", created.with("status", object.map("status")));
            }
        });
    }

    /** Creates the object, or replaces what is there by it. */
    void publish(JsonMap object) {
        put(object);
    }

    /** Creates an object, or replaces it: addresses of the process differ from start to start. */
    private void put(JsonMap object) {
        settled(() -> putOnce(object));
    }

    private void putOnce(JsonMap object) {
        var current = find(object);
        if (current.isEmpty()) {
            send("POST", collection(object), object);
        } else {
            var path = collection(object) + "/" + object.map("metadata").string("name");
            send("PUT", path, object.with("metadata", current.get().map("metadata")));
        }
    }

    private ApiResponse send(String method, String path, JsonMap body) {
        return api.handle(new ApiRequest(
                method,
                path,
                Query.EMPTY,
                Headers.of("user-agent", "kube-apiserver"),
                List.of(),
                Optional.of(user),
                new Body.Tree(body)));
    }

    private static String collection(JsonMap object) {
        var apiVersion = object.string("apiVersion");
        var kind = object.string("kind");
        var info = Schema.builtin().resources().stream()
                .filter(r -> r.kind().equals(kind) && r.apiVersion().equals(apiVersion))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no resource of kind " + kind));
        var base = info.group().isEmpty() ? "/api/" + info.version() : "/apis/" + info.apiVersion();
        var namespace = object.map("metadata").string("namespace");
        return namespace.isEmpty()
                ? base + "/" + info.plural()
                : base + "/namespaces/" + namespace + "/" + info.plural();
    }
}
