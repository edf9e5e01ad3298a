package dev.jibe.controllers.bootstraptokens;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.api.v1.Secret;
import dev.jibe.runtime.Clock;
import java.util.List;

/** The shell of the controller that removes bootstrap tokens when they expire; its keys are their secrets. */
public final class TokenCleaner {
    private final Resource<Secret> secrets;
    private final Informer<Secret> cache;
    private final Clock clock;

    private TokenCleaner(Surroundings surroundings) {
        secrets = surroundings.client().of(Secret.KIND);
        cache = surroundings.informer(Secret.KIND);
        clock = surroundings.clock();
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new TokenCleaner(surroundings);
        return surroundings.running(surroundings
                .controller("token_cleaner")
                .mapped(shell.cache, secret -> BootstrapToken.isHeldBy(secret) ? List.of(Key.of(secret)) : List.of())
                .start(shell::reconcile));
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cache.cache().get(key);
        var expires = found.flatMap(BootstrapToken::expiration);
        if (found.isEmpty() || expires.isEmpty()) {
            return Outcome.DONE;
        }
        var left = BootstrapToken.until(expires.get(), clock.now());
        if (left.isPositive()) {
            return Outcome.again(left);
        }
        ApiFailure.unlessGone(() -> {
            secrets.delete(
                    key.namespace(), key.name(), Deletion.ofUid(found.get().uid()));
            fence.deleted(cache, key, found.get().uid());
        });
        return Outcome.DONE;
    }
}
