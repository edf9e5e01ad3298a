package dev.jibe.server.cel.library;

import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.MadeMap;
import dev.jibe.server.cel.Values;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Addresses of resources. */
final class Urls implements Functions {

    /** An absolute address, or an absolute path. */
    private record Url(URI uri) implements Values.Custom {
        @Override
        public String typeName() {
            return "kubernetes.URL";
        }
    }

    @Override
    public List<String> signatures() {
        return List.of(
                "url(string): URL",
                "isURL(string): bool",
                "URL.getScheme(): string",
                "URL.getHost(): string",
                "URL.getHostname(): string",
                "URL.getPort(): string",
                "URL.getEscapedPath(): string",
                "URL.getQuery(): map<string, list<string>>");
    }

    @Override
    public Map<String, Function> functions() {
        return Map.of(
                "url", v -> parse((String) v.getFirst()),
                "isURL", v -> isUrl((String) v.getFirst()),
                "getScheme", v -> part(v, uri -> uri.getScheme()),
                "getHost", v -> part(v, uri -> withoutUser(uri.getRawAuthority())),
                "getHostname", v -> part(v, uri -> withoutBrackets(uri.getHost())),
                "getPort", v -> part(v, uri -> uri.getPort() < 0 ? "" : Integer.toString(uri.getPort())),
                "getEscapedPath", v -> part(v, uri -> uri.getRawPath()),
                "getQuery", v -> query(((Url) v.getFirst()).uri().getRawQuery()));
    }

    private static Object part(List<Object> values, java.util.function.Function<URI, @Nullable String> part) {
        var text = part.apply(((Url) values.getFirst()).uri());
        return text == null ? "" : text;
    }

    private static @Nullable String withoutUser(@Nullable String authority) {
        return authority == null ? null : authority.substring(authority.lastIndexOf('@') + 1);
    }

    private static @Nullable String withoutBrackets(@Nullable String host) {
        return host != null && host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean isUrl(String text) {
        try {
            parse(text);
            return true;
        } catch (CelFailure e) {
            return false;
        }
    }

    private static Url parse(String text) {
        var failure = new CelFailure(
                "URL parse error during conversion from string: parse \"" + text + "\": invalid URI for request");
        if (text.isEmpty()) {
            throw failure;
        }
        try {
            var uri = new URI(text);
            if (uri.getScheme() == null && !text.startsWith("/")) {
                throw failure;
            }
            if (uri.isOpaque()) {
                throw failure;
            }
            return new Url(uri);
        } catch (URISyntaxException e) {
            throw failure;
        }
    }

    private static Object query(@Nullable String query) {
        var found = new LinkedHashMap<Object, Object>();
        UnaryOperator<String> decode = text -> URLDecoder.decode(text, StandardCharsets.UTF_8);
        if (query != null && !query.isEmpty()) {
            for (var pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                var key = decode.apply(equals < 0 ? pair : pair.substring(0, equals));
                var value = equals < 0 ? "" : decode.apply(pair.substring(equals + 1));
                var values = new ArrayList<Object>(found.get(key) instanceof List<?> known ? known : List.of());
                values.add(value);
                found.put(key, values);
            }
        }
        return MadeMap.of(found);
    }
}
