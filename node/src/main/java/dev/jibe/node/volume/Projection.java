package dev.jibe.node.volume;

import dev.jibe.node.api.ClusterApi;
import dev.jibe.node.launch.DownwardApi;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.DownwardAPIVolumeFile;
import dev.jibe.object.api.v1.KeyToPath;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.PodCertificateProjection;
import dev.jibe.object.api.v1.Secret;
import dev.jibe.object.api.v1.ServiceAccountTokenProjection;
import dev.jibe.object.api.v1.Volume;
import dev.jibe.object.api.v1.VolumeProjection;
import dev.jibe.object.view.ApiObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of a volume that is filled from API objects.
 *
 * <p>See https://kubernetes.io/docs/concepts/storage/projected-volumes/.
 */
final class Projection {
    private static final int DEFAULT_MODE = 0644;
    private static final long DEFAULT_TOKEN_SECONDS = 3600;

    private final ClusterApi api;
    private final Tokens tokens;
    private final PodCertificates certificates;
    private final DownwardApi downward;
    private final Pod pod;
    private final Volume volume;
    private final Map<String, Content> files = new TreeMap<>();

    Projection(ClusterApi api, Tokens tokens, PodCertificates certificates, DownwardApi downward, Volume volume) {
        this.api = api;
        this.tokens = tokens;
        this.certificates = certificates;
        this.downward = downward;
        this.pod = downward.pod();
        this.volume = volume;
    }

    /** Whether the volume is of a kind that this fills. */
    static boolean isFor(Volume volume) {
        return volume.hasConfigMap() || volume.hasSecret() || volume.hasDownwardAPI() || volume.hasProjected();
    }

    /** Whether the volume is filled from what nobody watches. */
    static boolean isUnwatched(Volume volume) {
        return volume.projected().sources().stream().anyMatch(VolumeProjection::hasClusterTrustBundle);
    }

    /** Whether a ConfigMap or Secret is among what the volume is filled from. */
    static boolean reads(Volume volume, ApiObject source) {
        var name = source.name();
        var parts = volume.projected().sources().stream();
        return switch (source) {
            case ConfigMap map ->
                volume.configMap().name().equals(name)
                        || parts.anyMatch(part -> part.configMap().name().equals(name));
            case Secret secret ->
                volume.secret().secretName().equals(name)
                        || parts.anyMatch(part -> part.secret().name().equals(name));
            default -> false;
        };
    }

    Map<String, Content> files() {
        if (volume.hasConfigMap()) {
            var source = volume.configMap();
            int mode = source.hasDefaultMode() ? source.defaultMode() : DEFAULT_MODE;
            addConfigMap(source.name(), source.optional(), source.items(), mode);
        } else if (volume.hasSecret()) {
            var source = volume.secret();
            int mode = source.hasDefaultMode() ? source.defaultMode() : DEFAULT_MODE;
            addSecret(source.secretName(), source.optional(), source.items(), mode);
        } else if (volume.hasDownwardAPI()) {
            var source = volume.downwardAPI();
            addDownward(source.items(), source.hasDefaultMode() ? source.defaultMode() : DEFAULT_MODE);
        } else {
            var source = volume.projected();
            int mode = source.hasDefaultMode() ? source.defaultMode() : DEFAULT_MODE;
            var parts = source.sources();
            for (int i = 0; i < parts.size(); i++) {
                addPart(parts.get(i), i, mode);
            }
        }
        return files;
    }

    private void addPart(VolumeProjection part, int index, int mode) {
        if (part.hasConfigMap()) {
            addConfigMap(
                    part.configMap().name(),
                    part.configMap().optional(),
                    part.configMap().items(),
                    mode);
        } else if (part.hasSecret()) {
            addSecret(
                    part.secret().name(),
                    part.secret().optional(),
                    part.secret().items(),
                    mode);
        } else if (part.hasDownwardAPI()) {
            addDownward(part.downwardAPI().items(), mode);
        } else if (part.hasServiceAccountToken()) {
            addToken(part.serviceAccountToken(), mode);
        } else if (part.hasClusterTrustBundle()) {
            var source = part.clusterTrustBundle();
            files.put(source.path(), new Content(TrustAnchors.of(api, volume.name(), source), mode));
        } else if (part.hasPodCertificate()) {
            addCertificate(part.podCertificate(), index, mode);
        } else {
            throw new VolumeFailure(volume.name(), "this projected source is not supported");
        }
    }

    private void addConfigMap(String name, boolean optional, List<KeyToPath> items, int mode) {
        var found = api.configMap(pod.namespace(), name);
        if (found.isEmpty() && !optional) {
            throw new VolumeFailure(volume.name(), "configmap \"" + name + "\" not found");
        }
        var data = new TreeMap<String, byte[]>();
        found.ifPresent(map -> {
            map.data().forEach((key, value) -> data.put(key, value.getBytes(StandardCharsets.UTF_8)));
            addDecoded(data, map.tree().map("binaryData"));
        });
        addKeys(data, items, mode, optional, "configmap");
    }

    private void addSecret(String name, boolean optional, List<KeyToPath> items, int mode) {
        var found = api.secret(pod.namespace(), name);
        if (found.isEmpty() && !optional) {
            throw new VolumeFailure(volume.name(), "secret \"" + name + "\" not found");
        }
        var data = new TreeMap<String, byte[]>();
        found.ifPresent(secret -> addDecoded(data, secret.tree().map("data")));
        addKeys(data, items, mode, optional, "secret");
    }

    private static void addDecoded(Map<String, byte[]> data, JsonMap encoded) {
        encoded.strings()
                .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
    }

    private void addKeys(Map<String, byte[]> data, List<KeyToPath> items, int mode, boolean optional, String kind) {
        if (items.isEmpty()) {
            data.forEach((key, value) -> files.put(key, new Content(value, mode)));
            return;
        }
        for (KeyToPath item : items) {
            byte[] value = data.get(item.key());
            if (value != null) {
                files.put(item.path(), new Content(value, item.hasMode() ? item.mode() : mode));
            } else if (!optional) {
                throw new VolumeFailure(
                        volume.name(), kind + " references non-existent " + kind + " key: " + item.key());
            }
        }
    }

    private void addDownward(List<DownwardAPIVolumeFile> items, int mode) {
        for (DownwardAPIVolumeFile item : items) {
            String value = item.hasFieldRef()
                    ? downward.field(item.fieldRef().fieldPath())
                    : downward.resource(item.resourceFieldRef(), Container.EMPTY);
            files.put(
                    item.path(),
                    new Content(value.getBytes(StandardCharsets.UTF_8), item.hasMode() ? item.mode() : mode));
        }
    }

    private void addCertificate(PodCertificateProjection source, int index, int mode) {
        var issued = certificates.current(pod, volume.name(), index, source);
        int shown = tokenOwner().isPresent() || pod.spec().securityContext().hasFsGroup() ? 0600 : mode;
        addText(source.credentialBundlePath(), issued.key() + issued.chain(), shown);
        addText(source.keyPath(), issued.key(), shown);
        addText(source.certificateChainPath(), issued.chain(), shown);
    }

    private void addText(String path, String text, int mode) {
        if (!path.isEmpty()) {
            files.put(path, new Content(text.getBytes(StandardCharsets.UTF_8), mode));
        }
    }

    private void addToken(ServiceAccountTokenProjection source, int mode) {
        long seconds = source.hasExpirationSeconds() ? source.expirationSeconds() : DEFAULT_TOKEN_SECONDS;
        String token = tokens.current(pod, source.audience(), seconds);
        files.put(
                source.path(),
                new Content(token.getBytes(StandardCharsets.UTF_8), tokenOwner().isPresent() ? 0600 : mode));
    }

    /** A token is its one user's alone, if all containers run as the same user and there is no shared group. */
    private Optional<Long> tokenOwner() {
        var context = pod.spec().securityContext();
        return !context.hasFsGroup() && context.hasRunAsUser() && context.runAsUser() == 0
                ? Optional.of(0L)
                : Optional.empty();
    }
}
