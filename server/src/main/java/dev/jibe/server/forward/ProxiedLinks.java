package dev.jibe.server.forward;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The links in what a pod or service answers through the proxy subresource: those that begin with a slash lead back
 * through the proxy, as upstream's do.
 *
 * @param prefix the path of the proxy, to be put before
 * @param hosts names by which what answers may call itself: its own, and the one that the client asked
 */
record ProxiedLinks(String prefix, Set<String> hosts) {

    private static final Map<String, List<String>> ATTRIBUTES = Map.ofEntries(
            Map.entry("a", List.of("href")),
            Map.entry("applet", List.of("codebase")),
            Map.entry("area", List.of("href")),
            Map.entry("audio", List.of("src")),
            Map.entry("base", List.of("href")),
            Map.entry("blockquote", List.of("cite")),
            Map.entry("body", List.of("background")),
            Map.entry("button", List.of("formaction")),
            Map.entry("command", List.of("icon")),
            Map.entry("del", List.of("cite")),
            Map.entry("embed", List.of("src")),
            Map.entry("form", List.of("action")),
            Map.entry("frame", List.of("longdesc", "src")),
            Map.entry("head", List.of("profile")),
            Map.entry("html", List.of("manifest")),
            Map.entry("iframe", List.of("longdesc", "src")),
            Map.entry("img", List.of("longdesc", "src", "usemap")),
            Map.entry("input", List.of("src", "usemap", "formaction")),
            Map.entry("ins", List.of("cite")),
            Map.entry("link", List.of("href")),
            Map.entry("object", List.of("classid", "codebase", "data", "usemap")),
            Map.entry("q", List.of("cite")),
            Map.entry("script", List.of("src")),
            Map.entry("source", List.of("src")),
            Map.entry("video", List.of("poster", "src")));

    private static final Pattern TAG = Pattern.compile("<([a-zA-Z]+)(\\s[^<>]*+)>");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("(\\s([a-zA-Z]++)\\s*+=\\s*+)(?:\"([^\"]*+)\"|'([^']*+)'|([^\\s\"'>]++))");

    /** A page with its links led through the proxy; everything else of it stays as it is. */
    String inHtml(String page) {
        return TAG.matcher(page).replaceAll(tag -> quoted(tag(tag)));
    }

    private String tag(MatchResult tag) {
        var links = ATTRIBUTES.get(tag.group(1).toLowerCase(Locale.ROOT));
        if (links == null) {
            return tag.group();
        }
        var attributes = ATTRIBUTE.matcher(tag.group(2)).replaceAll(attribute -> {
            boolean isLink = links.contains(attribute.group(2).toLowerCase(Locale.ROOT));
            return quoted(isLink ? attribute.group(1) + '"' + through(value(attribute)) + '"' : attribute.group());
        });
        return "<" + tag.group(1) + attributes + ">";
    }

    private static String value(MatchResult attribute) {
        for (int i = 3; i < 5; i++) {
            if (attribute.group(i) != null) {
                return attribute.group(i);
            }
        }
        return attribute.group(5);
    }

    private static String quoted(String text) {
        return java.util.regex.Matcher.quoteReplacement(text);
    }

    /** A link as a client must follow it. */
    String through(String link) {
        var uri = parsed(link);
        if (uri == null) {
            return link;
        }
        var host = uri.getRawAuthority();
        var path = uri.getRawPath() == null ? "" : uri.getRawPath();
        boolean isElsewhere = host != null && !hosts.contains(host);
        if (isElsewhere || !path.startsWith("/") || path.startsWith(prefix)) {
            return link;
        }
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        var fragment = uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment();
        return (prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix) + path + query + fragment;
    }

    private static @Nullable URI parsed(String link) {
        try {
            return new URI(link);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
