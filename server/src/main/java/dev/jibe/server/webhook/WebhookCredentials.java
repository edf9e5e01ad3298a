package dev.jibe.server.webhook;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who the API server is to admission webhooks: the users of a kubeconfig, named by the hosts that they are for.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#authenticate-apiservers">Authenticate
 * API servers</a>.
 */
public final class WebhookCredentials {

    /** Nobody. */
    public static final WebhookCredentials NONE = new WebhookCredentials(Map.of());

    private static final String USUAL_PORT = ":443";
    private static final String ALL = "*";

    /** What one of them shows. */
    private record Shown(Headers headers, Optional<TlsIdentity> identity) {}

    private final Map<String, Shown> byHost;

    private WebhookCredentials(Map<String, Shown> byHost) {
        this.byHost = byHost;
    }

    /**
     * Reads a kubeconfig.
     *
     * @throws WebhookException if it cannot be used
     */
    public static WebhookCredentials of(Path kubeconfig) {
        try {
            if (!(Yaml.parse(Files.readAllBytes(kubeconfig)) instanceof JsonMap config)) {
                throw new WebhookException("it is not a kubeconfig");
            }
            var folder = kubeconfig.toAbsolutePath().resolveSibling("");
            var byHost = new LinkedHashMap<String, Shown>();
            for (var user : config.list("users").maps().toList()) {
                byHost.put(user.string("name"), shown(user.map("user"), folder));
            }
            // The user of the current context is for all who are not named.
            config.list("contexts")
                    .maps()
                    .filter(it -> it.string("name").equals(config.string("current-context")))
                    .map(it -> byHost.get(it.map("context").string("user")))
                    .forEach(current -> {
                        if (current != null) {
                            byHost.putIfAbsent(ALL, current);
                        }
                    });
            return new WebhookCredentials(Map.copyOf(byHost));
        } catch (IOException | MalformedException | IllegalArgumentException e) {
            throw new WebhookException("it cannot be used: " + e.getMessage(), e);
        }
    }

    private static Shown shown(JsonMap user, Path folder) throws IOException, WireException {
        var certificate = RemoteService.text(user, "client-certificate", folder);
        var identity = certificate.isEmpty()
                ? Optional.<TlsIdentity>empty()
                : Optional.of(TlsIdentity.ofPem(certificate, RemoteService.text(user, "client-key", folder)));
        return new Shown(RemoteService.headers(user, folder), identity);
    }

    private Optional<Shown> of(String target) {
        return names(target).stream()
                .filter(byHost::containsKey)
                .map(name -> Optional.ofNullable(byHost.get(name)))
                .findFirst()
                .orElse(Optional.empty());
    }

    /** The names that are looked for, the most exact first. */
    private static List<String> names(String target) {
        var names = new ArrayList<String>();
        addWithParents(target, names);
        if (target.endsWith(USUAL_PORT)) {
            addWithParents(target.substring(0, target.length() - USUAL_PORT.length()), names);
        }
        names.add(ALL);
        return names;
    }

    private static void addWithParents(String host, List<String> names) {
        names.add(host);
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            names.add(ALL + host.substring(dot));
        }
    }

    /**
     * The headers of a request to a host.
     *
     * @param target with its port
     */
    Headers headers(String target) {
        return of(target)
                .map(Shown::headers)
                .orElseGet(() -> Headers.of("content-type", "application/json", "accept", "application/json, */*"));
    }

    ClientTls identified(ClientTls tls, String target) {
        return of(target).flatMap(Shown::identity).map(tls::as).orElse(tls);
    }
}
