package dev.jibe.server.aggregation;

import dev.jibe.server.authn.FrontProxy;
import dev.jibe.server.authn.User;
import dev.jibe.wire.http.Headers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The headers by which this server tells another one who asks.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/#kubernetes-apiserver-client-authentication">Configure
 * the Aggregation Layer</a>.
 */
final class Identity {

    private static final String UID = "X-Remote-Uid";

    /** In whose name the other servers are asked whether they are there. */
    static final User CHECKER = User.of("system:kube-aggregator", User.MASTERS);

    private Identity() {}

    static Headers of(User user) {
        var headers = Headers.builder().add(FrontProxy.USER, user.name());
        if (!user.uid().isEmpty()) {
            headers.add(UID, user.uid());
        }
        user.groups().forEach(group -> headers.add(FrontProxy.GROUP, group));
        user.extra()
                .forEach((key, values) -> values.forEach(
                        value -> headers.add(FrontProxy.EXTRA_PREFIX + escaped(key.toLowerCase(Locale.ROOT)), value)));
        return headers.build();
    }

    /** Names of headers have few characters. */
    private static String escaped(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
