package dev.jibe.server.subresource;

import dev.jibe.server.request.ApiException;
import java.util.Map;

/** What a proxy path names: {@code [scheme:]name[:port]}. */
record ProxyReference(String scheme, String name, String port) {

    static ProxyReference parse(String text) {
        var parts = text.split(":", -1);
        return switch (parts.length) {
            case 1 -> new ProxyReference("http", parts[0], "");
            case 2 -> new ProxyReference("http", parts[0], parts[1]);
            case 3 -> new ProxyReference(parts[0].isEmpty() ? "http" : parts[0], parts[1], parts[2]);
            default -> throw ApiException.badRequest("invalid proxy request \"" + text + "\"");
        };
    }

    int portNumber(Map<String, Integer> named) {
        var known = named.get(port);
        if (known != null) {
            return known;
        }
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("invalid port \"" + port + "\"");
        }
    }
}
