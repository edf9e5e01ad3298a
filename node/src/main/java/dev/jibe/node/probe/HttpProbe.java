package dev.jibe.node.probe;

import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.HTTPGetAction;
import dev.jibe.object.view.IntOrString;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.tls.ClientTls;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;

/** An HTTP GET at a container; any status from 200 to 399 is well. */
public final class HttpProbe {
    private static final int BODY_LIMIT_BYTES = 10 << 10;

    private final HttpClient client;

    HttpProbe(HttpClient client) {
        this.client = client;
    }

    public ProbeResult run(HTTPGetAction action, Container container, String podIp, Duration timeout) {
        OptionalInt port = port(action.port(), container);
        if (port.isEmpty()) {
            return ProbeResult.failure("no port " + action.port());
        }
        String scheme = action.scheme().isEmpty() ? "http" : action.scheme().toLowerCase(Locale.ROOT);
        String host = action.host().isEmpty() ? podIp : action.host();
        String path = action.path().startsWith("/") ? action.path() : "/" + action.path();
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        var headers = Headers.builder().add("user-agent", "kube-probe/1.36").add("accept", "*/*");
        action.httpHeaders().forEach(header -> headers.set(header.name().toLowerCase(Locale.ROOT), header.value()));
        try {
            URI uri = URI.create(scheme + "://" + bracketed + ":" + port.getAsInt() + path);
            var request = ClientRequest.get(uri).with(headers.build()).within(timeout);
            try (var response = client.send(request, ClientTls.insecure())) {
                if (response.status() >= 200 && response.status() < 400) {
                    return ProbeResult.SUCCESS;
                }
                String body = new String(response.body(BODY_LIMIT_BYTES), StandardCharsets.UTF_8);
                return ProbeResult.failure("HTTP probe failed with statuscode: " + response.status()
                        + (body.isBlank() ? "" : " " + body.strip()));
            }
        } catch (WireException | IllegalArgumentException e) {
            return ProbeResult.failure(
                    "Get \"" + scheme + "://" + bracketed + ":" + port.getAsInt() + path + "\": " + e.getMessage());
        }
    }

    /** A port by number, or by its name among those of the container. */
    static OptionalInt port(IntOrString port, Container container) {
        return switch (port) {
            case IntOrString.Int(int value) -> OptionalInt.of(value);
            case IntOrString.Text(String text) -> {
                for (var candidate : container.ports()) {
                    if (candidate.name().equals(text)) {
                        yield OptionalInt.of(candidate.containerPort());
                    }
                }
                yield text.chars().allMatch(Character::isDigit) && !text.isEmpty()
                        ? OptionalInt.of(Integer.parseInt(text))
                        : OptionalInt.empty();
            }
        };
    }
}
