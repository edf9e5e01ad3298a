package dev.jibe.server.authn;

import dev.jibe.runtime.Clock;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.CertificateVerifier;
import dev.jibe.wire.tls.Subject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Users whom a proxy in front of the server names in headers, if the proxy's certificate says that it may.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#authenticating-proxy">Authenticating
 * Proxy</a>.
 *
 * @param names common names that proxies may have; any if empty
 */
public record FrontProxy(CertificateVerifier proxies, List<String> names, Clock clock) {

    public static final String USER = "X-Remote-User";
    public static final String GROUP = "X-Remote-Group";
    public static final String EXTRA_PREFIX = "X-Remote-Extra-";
    private static final String UID = "X-Remote-Uid";

    Optional<User> user(ApiRequest request) {
        if (request.certificates().isEmpty() || !isProxy(request)) {
            return Optional.empty();
        }
        var headers = request.headers();
        var name = headers.get(lower(USER), "");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<String>> extra = new LinkedHashMap<>();
        var prefix = lower(EXTRA_PREFIX);
        headers.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                var decoded = URLDecoder.decode(key.substring(prefix.length()), StandardCharsets.UTF_8);
                extra.computeIfAbsent(decoded, ignored -> new ArrayList<>()).add(value);
            }
        });
        return Optional.of(new User(name, headers.get(lower(UID), ""), headers.all(lower(GROUP)), extra));
    }

    private boolean isProxy(ApiRequest request) {
        try {
            var name = Subject.of(request.certificates().getFirst()).commonName();
            if (!names.isEmpty() && !names.contains(name)) {
                return false;
            }
            proxies.verify(request.certificates(), clock.now());
            return true;
        } catch (WireException e) {
            return false;
        }
    }

    private static String lower(String header) {
        return header.toLowerCase(Locale.ROOT);
    }
}
