package dev.jibe.controllers.bootstraptokens;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.ConfigMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the ConfigMap {@code cluster-info} lacks, decided from what was read and nothing else.
 *
 * @param change the map as it should be; nothing if it is so
 * @param recheck when the next token expires
 */
record SignerPlan(Optional<ConfigMap> change, Optional<Duration> recheck) {
    static final String NAMESPACE = "kube-public";
    static final String NAME = "cluster-info";

    private static final String SIGNED = "kubeconfig";
    private static final String SIGNATURE_PREFIX = "jws-kubeconfig-";

    static SignerPlan of(ConfigMap map, List<BootstrapToken> tokens, Instant now) {
        var signing = tokens.stream()
                .filter(token -> token.signs() && token.isValid(now))
                .toList();
        var before = map.tree().map("data");
        if (!before.has(SIGNED)) {
            return new SignerPlan(Optional.empty(), Optional.empty());
        }
        var data = JsonMap.builder();
        before.forEach((key, value) -> {
            if (!key.startsWith(SIGNATURE_PREFIX)) {
                data.put(key, value);
            }
        });
        signing.forEach(
                token -> data.put(SIGNATURE_PREFIX + token.id(), DetachedSignature.of(before.string(SIGNED), token)));
        var after = data.build();
        var recheck = signing.stream()
                .flatMap(token -> token.expires().stream())
                .min(Instant::compareTo)
                .map(at -> BootstrapToken.until(at, now));
        return new SignerPlan(
                after.equals(before)
                        ? Optional.empty()
                        : Optional.of(new ConfigMap(map.tree().with("data", after))),
                recheck);
    }
}
