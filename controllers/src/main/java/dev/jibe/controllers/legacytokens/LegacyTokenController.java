package dev.jibe.controllers.legacytokens;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Secret;
import dev.jibe.object.api.v1.ServiceAccount;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The shell of the cleaner of legacy tokens: looks at each of them once a day. */
public final class LegacyTokenController {
    private static final String NAMESPACE = "kube-system";
    private static final String TRACKING = "kube-apiserver-legacy-service-account-token-tracking";
    private static final String SINCE = "since";
    private static final Duration EVERY = Duration.ofDays(1);

    private final Resource<Secret> secrets;
    private final Resource<ConfigMap> maps;
    private final Informer<Secret> secretCache;
    private final Informer<ServiceAccount> accountCache;
    private final Informer<Pod> podCache;
    private final Clock clock;

    private LegacyTokenController(Surroundings surroundings) {
        secrets = surroundings.client().of(Secret.KIND);
        maps = surroundings.client().of(ConfigMap.KIND);
        secretCache = surroundings.informer(Secret.KIND);
        accountCache = surroundings.informer(ServiceAccount.KIND);
        podCache = surroundings.informer(Pod.KIND);
        clock = surroundings.clock();
    }

    public static void start(Surroundings surroundings) {
        var shell = new LegacyTokenController(surroundings);
        surroundings.running(surroundings
                .controller("legacy_service_account_token_cleaner")
                .mapped(shell.secretCache, LegacyTokenController::concerns)
                .reads(shell.accountCache)
                .reads(shell.podCache)
                .start(shell::reconcile));
    }

    private static List<Key> concerns(Secret secret) {
        return secret.type().equals(LegacyTokenPlan.TYPE) ? List.of(Key.of(secret)) : List.of();
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = secretCache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var secret = found.get();
        var observed = new LegacyTokenPlan.Observed(
                secret, isAccounts(secret), isMounted(secret), trackedSince(), clock.now());
        switch (LegacyTokenPlan.of(observed)) {
            case KEEP -> {}
            case INVALIDATE -> {
                var labels = JsonMap.of(LegacyTokenPlan.INVALID_SINCE, today().toString());
                var metadata =
                        JsonMap.of("uid", secret.uid(), "resourceVersion", secret.resourceVersion(), "labels", labels);
                var patch = new Patch.Merge(JsonMap.of("metadata", metadata));
                fence.wrote(secretCache, secrets.patch(key.namespace(), key.name(), patch));
            }
            case DELETE -> secrets.delete(key.namespace(), key.name(), Deletion.ofUid(secret.uid()));
        }
        return Outcome.again(EVERY);
    }

    private boolean isAccounts(Secret secret) {
        return accountCache.cache().inNamespace(secret.namespace()).stream()
                .flatMap(account -> account.secrets().stream())
                .anyMatch(reference -> reference.name().equals(secret.name()));
    }

    private boolean isMounted(Secret secret) {
        return podCache.cache().inNamespace(secret.namespace()).stream()
                .flatMap(pod -> pod.spec().volumes().stream())
                .anyMatch(volume -> volume.secret().secretName().equals(secret.name()));
    }

    /** The day is kept in the cluster; the first to ask notes it. */
    private Optional<LocalDate> trackedSince() {
        var map = maps.find(NAMESPACE, TRACKING);
        if (map.isPresent()) {
            return LegacyTokenPlan.day(map.get().data().getOrDefault(SINCE, ""));
        }
        var made =
                ConfigMap.KIND.create(NAMESPACE, TRACKING).tree().with("data", JsonMap.of(SINCE, today().toString()));
        try {
            maps.create(ConfigMap.KIND.of(made));
        } catch (ApiFailure failure) {
            if (!failure.isAlreadyExists()) {
                throw failure;
            }
        }
        return Optional.of(today());
    }

    private LocalDate today() {
        return clock.now().atZone(ZoneOffset.UTC).toLocalDate();
    }
}
