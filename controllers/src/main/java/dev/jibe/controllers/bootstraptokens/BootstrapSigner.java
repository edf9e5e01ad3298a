package dev.jibe.controllers.bootstraptokens;

import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.Secret;
import dev.jibe.runtime.Clock;
import java.util.List;
import java.util.Optional;

/** The shell of the controller that signs {@code cluster-info}, its only key. */
public final class BootstrapSigner {
    private static final Key MAP = new Key(SignerPlan.NAMESPACE, SignerPlan.NAME);

    private final Resource<ConfigMap> maps;
    private final Informer<ConfigMap> mapCache;
    private final Informer<Secret> secretCache;
    private final Clock clock;

    private BootstrapSigner(Surroundings surroundings) {
        maps = surroundings.client().of(ConfigMap.KIND);
        mapCache = surroundings.informer(ConfigMap.KIND);
        secretCache = surroundings.informer(Secret.KIND);
        clock = surroundings.clock();
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new BootstrapSigner(surroundings);
        return surroundings.running(surroundings
                .controller("bootstrap_signer_queue")
                .mapped(shell.mapCache, map -> Key.of(map).equals(MAP) ? List.of(MAP) : List.of())
                .mapped(shell.secretCache, secret -> BootstrapToken.isHeldBy(secret) ? List.of(MAP) : List.of())
                .start(shell::reconcile));
    }

    private Outcome reconcile(Key key, Fence fence) {
        var map = mapCache.cache().get(key);
        if (map.isEmpty()) {
            return Outcome.DONE;
        }
        var tokens = secretCache.cache().inNamespace(BootstrapToken.NAMESPACE).stream()
                .map(BootstrapToken::of)
                .flatMap(Optional::stream)
                .toList();
        var plan = SignerPlan.of(map.get(), tokens, clock.now());
        plan.change().ifPresent(change -> fence.wrote(mapCache, maps.update(change)));
        return plan.recheck().map(Outcome::again).orElse(Outcome.DONE);
    }
}
