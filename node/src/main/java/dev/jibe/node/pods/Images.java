package dev.jibe.node.pods;

import dev.jibe.node.cri.Credentials;
import dev.jibe.node.cri.ImageView;
import dev.jibe.node.cri.RuntimeFailure;
import dev.jibe.node.cri.SandboxSpec;
import dev.jibe.node.launch.LaunchFailure;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Gets the image of a container according to its pull policy.
 *
 * <p>See https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy.
 */
final class Images {
    private final PodServices services;

    Images(PodServices services) {
        this.services = services;
    }

    ImageView ensure(Pod pod, Container container, SandboxSpec sandbox) {
        String name = container.image();
        Optional<ImageView> present = find(name);
        switch (policy(container)) {
            case "Never" -> {
                return present.orElseThrow(() -> new LaunchFailure(
                        "ErrImageNeverPull",
                        "Container image \"" + name + "\" is not present with pull policy of Never"));
            }
            case "IfNotPresent" -> {
                if (present.isPresent()) {
                    services.api()
                            .event(
                                    pod,
                                    "Normal",
                                    "Pulled",
                                    "Container image \"" + name + "\" already present on machine");
                    return present.get();
                }
            }
            default -> {}
        }
        return pull(pod, name, sandbox);
    }

    private static String policy(Container container) {
        if (!container.imagePullPolicy().isEmpty()) {
            return container.imagePullPolicy();
        }
        String image = container.image();
        String last = image.substring(image.lastIndexOf('/') + 1);
        return !last.contains(":") && !last.contains("@") || last.endsWith(":latest") ? "Always" : "IfNotPresent";
    }

    private Optional<ImageView> find(String name) {
        try {
            return services.runtime().image(name);
        } catch (RuntimeFailure e) {
            if (e.text().contains("parse") || e.text().contains("invalid reference")) {
                throw new LaunchFailure(
                        "InvalidImageName", "Failed to apply default image tag \"" + name + "\": " + e.text());
            }
            throw new LaunchFailure("ImageInspectError", e.text());
        }
    }

    private ImageView pull(Pod pod, String name, SandboxSpec sandbox) {
        services.api().event(pod, "Normal", "Pulling", "Pulling image \"" + name + "\"");
        try {
            services.runtime().pullImage(name, credentials(pod, name), sandbox);
        } catch (RuntimeFailure e) {
            services.api().event(pod, "Warning", "Failed", "Failed to pull image \"" + name + "\": " + e.text());
            throw new LaunchFailure("ErrImagePull", e.text());
        }
        services.api().event(pod, "Normal", "Pulled", "Successfully pulled image \"" + name + "\"");
        return find(name).orElseThrow(() -> new LaunchFailure("ErrImagePull", "the image is gone after its pull"));
    }

    /** The first login for the image's registry among the pod's pull secrets. */
    private Optional<Credentials> credentials(Pod pod, String image) {
        String registry = registry(image);
        for (var reference : pod.spec().imagePullSecrets()) {
            var secret = services.api().secret(pod.namespace(), reference.name());
            if (secret.isEmpty()) {
                continue;
            }
            String encoded = secret.get().tree().map("data").string(".dockerconfigjson");
            if (encoded.isEmpty()) {
                continue;
            }
            JsonMap auths = Json.parseMap(Base64.getDecoder().decode(encoded)).map("auths");
            for (int i = 0; i < auths.size(); i++) {
                String host = auths.keyAt(i).replaceFirst("^https?://", "");
                if (host.equals(registry) || host.startsWith(registry + "/")) {
                    return Optional.of(login(auths.map(auths.keyAt(i)), host));
                }
            }
        }
        return Optional.empty();
    }

    private static String registry(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
        return isHost ? first : "index.docker.io";
    }

    private static Credentials login(JsonMap entry, String host) {
        String user = entry.string("username");
        String password = entry.string("password");
        if (user.isEmpty() && !entry.string("auth").isEmpty()) {
            String[] parts =
                    new String(Base64.getDecoder().decode(entry.string("auth")), StandardCharsets.UTF_8).split(":", 2);
            user = parts[0];
            password = parts.length > 1 ? parts[1] : "";
        }
        return new Credentials(user, password, "", host, entry.string("identitytoken"));
    }
}
