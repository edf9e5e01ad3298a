package dev.jibe.controllers.tokens;

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
import dev.jibe.object.api.v1.ServiceAccount;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The shell of the controllers of secrets with tokens. */
public final class TokenSecretsController {
    private final Resource<Secret> secrets;
    private final Resource<ServiceAccount> accounts;
    private final Informer<Secret> secretCache;
    private final Informer<ServiceAccount> accountCache;
    private final String authorityPem;
    private final BiFunction<ServiceAccount, String, String> issue;
    private final Clock clock;

    private TokenSecretsController(
            Surroundings surroundings, String authorityPem, BiFunction<ServiceAccount, String, String> issue) {
        secrets = surroundings.client().of(Secret.KIND);
        accounts = surroundings.client().of(ServiceAccount.KIND);
        secretCache = surroundings.informer(Secret.KIND);
        accountCache = surroundings.informer(ServiceAccount.KIND);
        this.authorityPem = authorityPem;
        this.issue = issue;
        clock = surroundings.clock();
    }

    /** Starts the controller; {@code issue} makes the token of an account that the secret of that name is to hold. */
    public static Controller start(
            Surroundings surroundings, String authorityPem, BiFunction<ServiceAccount, String, String> issue) {
        var shell = new TokenSecretsController(surroundings, authorityPem, issue);
        return surroundings.running(surroundings
                .controller("serviceaccount_tokens_secret")
                .mapped(shell.secretCache, TokenSecretsController::concerns)
                .mapped(shell.accountCache, shell::secretsOf)
                .start(shell::reconcile));
    }

    private static List<Key> concerns(Secret secret) {
        return secret.type().equals(SecretPlan.ACCOUNT_TOKEN) || secret.type().equals(SecretPlan.BOOTSTRAP_TOKEN)
                ? List.of(Key.of(secret))
                : List.of();
    }

    private List<Key> secretsOf(ServiceAccount account) {
        return secretCache.cache().inNamespace(account.namespace()).stream()
                .filter(secret -> secret.type().equals(SecretPlan.ACCOUNT_TOKEN)
                        && account.name().equals(secret.annotations().get(SecretPlan.ACCOUNT_NAME)))
                .map(Key::of)
                .toList();
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = secretCache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var secret = found.get();
        return switch (SecretPlan.of(secret, account(secret), authorityPem, clock.now())) {
            case SecretPlan.Keep() -> Outcome.DONE;
            case SecretPlan.Wait(Duration delay) -> Outcome.again(delay);
            case SecretPlan.Delete(String uid) -> delete(key, uid);
            case SecretPlan.Fill(ServiceAccount account) -> {
                var token = issue.apply(account, secret.name());
                fence.wrote(secretCache, secrets.update(SecretPlan.filled(secret, account, authorityPem, token)));
                yield Outcome.DONE;
            }
        };
    }

    /** Asks the API itself before it says that there is none: a secret once deleted does not come back. */
    private Optional<ServiceAccount> account(Secret secret) {
        var name = secret.annotations().getOrDefault(SecretPlan.ACCOUNT_NAME, "");
        var uid = secret.annotations().getOrDefault(SecretPlan.ACCOUNT_UID, "");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return accountCache
                .cache()
                .get(secret.namespace(), name)
                .filter(it -> uid.isEmpty() || uid.equals(it.uid()))
                .or(() -> accounts.find(secret.namespace(), name));
    }

    private Outcome delete(Key key, String uid) {
        ApiFailure.unlessGone(() -> secrets.delete(key.namespace(), key.name(), Deletion.ofUid(uid)));
        return Outcome.DONE;
    }
}
