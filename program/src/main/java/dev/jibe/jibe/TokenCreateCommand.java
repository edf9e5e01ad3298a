package dev.jibe.jibe;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.http.HttpTransport;
import dev.jibe.client.http.Kubeconfig;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.Secret;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.tls.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.apache.commons.cli.Options;

/**
 * Makes a bootstrap token and prints the command by which another machine joins with it.
 *
 * <p>See https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/.
 */
final class TokenCreateCommand implements Command {
    private static final Duration LIFETIME = Duration.ofHours(24);
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 6;
    private static final int SECRET_LENGTH = 16;

    @Override
    public String words() {
        return "token create";
    }

    @Override
    public String description() {
        return "Print the command by which another machine joins the cluster; it holds for 24 hours.";
    }

    @Override
    public Options options() {
        return new Options().addOption(DataOption.OPTION);
    }

    @Override
    public int run(Arguments arguments) throws IOException {
        var directory = DataOption.path(arguments);
        var kubeconfig = directory.resolve("kubeconfig");
        if (RunState.read(directory).isEmpty() || !Files.exists(kubeconfig)) {
            throw new UsageException("no cluster runs on " + directory + "; start it with: jibe up --agents");
        }
        var clock = Clock.system();
        try (var http = new HttpClient(clock)) {
            var client = new Client(
                    new HttpTransport(http, Kubeconfig.read(kubeconfig).current(), "jibe"));
            var info = client.of(ConfigMap.KIND)
                    .find(JoinInfo.NAMESPACE, JoinInfo.NAME)
                    .map(map -> JoinInfo.of(map.tree()))
                    .orElseThrow(() ->
                            new UsageException("the cluster takes no other machines; start it with: jibe up --agents"));
            var random = new SecureRandom();
            var id = letters(random, ID_LENGTH);
            var secret = letters(random, SECRET_LENGTH);
            client.of(Secret.KIND).create(Secret.KIND.of(object(id, secret, clock)));
            System.out.println("jibe agent --server " + info.server() + " --token " + id + "." + secret
                    + " --discovery-token-ca-cert-hash "
                    + Pin.of(Pem.certificates(info.authorityPem()).getFirst()));
            return 0;
        } catch (ApiFailure failure) {
            throw new UsageException("cannot make a token: " + failure.getMessage(), failure);
        }
    }

    private static String letters(SecureRandom random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static JsonMap object(String id, String secret, Clock clock) {
        var expires = clock.now().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS).toString();
        return JsonMap.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "type",
                "bootstrap.kubernetes.io/token",
                "metadata",
                JsonMap.of("name", "bootstrap-token-" + id, "namespace", "kube-system"),
                "data",
                JsonMap.of(
                        "token-id",
                        base64(id),
                        "token-secret",
                        base64(secret),
                        "expiration",
                        base64(expires),
                        "usage-bootstrap-authentication",
                        base64("true"),
                        "usage-bootstrap-signing",
                        base64("true")));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
