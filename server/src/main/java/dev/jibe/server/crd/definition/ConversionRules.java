package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.crd.path.Place;
import dev.jibe.server.registry.Names;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;

/** What is required of the way between versions. */
final class ConversionRules {

    private static final String HTTPS = "desired format: https://host[/path]";

    private ConversionRules() {}

    /** @param preserves whether unknown fields are kept everywhere, which no webhook could convert */
    static void check(JsonMap conversion, boolean preserves, Place place, Report report) {
        if (preserves && !conversion.string("strategy").equals("None")) {
            report.invalid(
                    place.at("strategy"),
                    conversion.string("strategy"),
                    "must be None if spec.preserveUnknownFields is true");
        }
        if (conversion.string("strategy").isEmpty()) {
            report.required(place.at("strategy"), "");
        } else {
            report.oneOf(place.at("strategy"), conversion.string("strategy"), List.of("None", "Webhook"));
        }
        var webhook = conversion.map("webhook");
        var client = webhook.get("clientConfig");
        var versions = webhook.list("conversionReviewVersions").strings().toList();
        var clientPlace = place.at("webhookClientConfig");
        var versionsPlace = place.at("conversionReviewVersions");
        if (!conversion.string("strategy").equals("Webhook")) {
            if (client != null) {
                report.forbidden(clientPlace, "should not be set when strategy is not set to Webhook");
            }
            if (!versions.isEmpty()) {
                report.forbidden(versionsPlace, "should not be set when strategy is not set to Webhook");
            }
            return;
        }
        if (client instanceof JsonMap config) {
            client(config, clientPlace, report);
        } else {
            report.required(clientPlace, "required when strategy is set to Webhook");
        }
        reviewVersions(versions, versionsPlace, report);
    }

    private static void client(JsonMap config, Place place, Report report) {
        if (config.has("url") == config.has("service")) {
            report.required(place, "exactly one of url or service is required");
        } else if (config.has("url")) {
            url(config.string("url"), place.at("url"), report);
        } else {
            service(config.map("service"), place.at("service"), report);
        }
    }

    private static void url(String text, Place place, Report report) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            report.required(place, "url must be a valid URL: parse \"" + text + "\": " + e.getReason() + "; " + HTTPS);
            return;
        }
        if (!"https".equals(url.getScheme())) {
            var scheme = url.getScheme() == null ? "" : url.getScheme();
            report.invalid(place, scheme, "'https' is the only allowed URL scheme; " + HTTPS);
        }
        if (url.getHost() == null || url.getHost().isEmpty()) {
            report.invalid(place, "", "host must be specified; " + HTTPS);
        }
        if (url.getUserInfo() != null) {
            report.invalid(place, url.getUserInfo(), "user information is not permitted in the URL");
        }
        if (url.getFragment() != null) {
            report.invalid(place, url.getFragment(), "fragments are not permitted in the URL");
        }
        if (url.getRawQuery() != null) {
            report.invalid(place, url.getRawQuery(), "query parameters are not permitted in the URL");
        }
    }

    private static void service(JsonMap service, Place place, Report report) {
        // Upstream takes the one for the other.
        if (service.string("namespace").isEmpty()) {
            report.required(place.at("name"), "");
        }
        if (service.string("name").isEmpty()) {
            report.required(place.at("namespace"), "");
        }
        long port = service.number("port");
        if (port < 1 || port > 65535) {
            report.invalid(place.at("port"), port, "port is not valid: must be between 1 and 65535, inclusive");
        }
        if (service.get("path") instanceof String path) {
            path(path, place.at("path"), report);
        }
    }

    private static void path(String path, Place place, Report report) {
        if (path.equals("/")) {
            return;
        }
        if (path.equals("//") || path.isEmpty()) {
            report.invalid(place, path, path.isEmpty() ? "must start with a '/'" : "segment[0] may not be empty");
            return;
        }
        if (!path.startsWith("/")) {
            report.invalid(place, path, "must start with a '/'");
        }
        var inside = path.endsWith("/") ? path.substring(1, path.length() - 1) : path.substring(1);
        var segments = inside.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            if (segments[i].isEmpty()) {
                report.invalid(place, path, "segment[" + i + "] may not be empty");
                return;
            }
            for (var wrong : Names.wrongSubdomain(segments[i], false)) {
                report.invalid(place, path, "segment[" + i + "]: " + wrong);
            }
        }
    }

    private static void reviewVersions(List<String> versions, Place place, Report report) {
        if (versions.isEmpty()) {
            report.required(place, "");
            return;
        }
        var seen = new HashSet<String>();
        boolean known = false;
        for (int i = 0; i < versions.size(); i++) {
            var version = versions.get(i);
            if (!seen.add(version)) {
                report.invalid(place.at(i), version, "duplicate version");
                continue;
            }
            for (var wrong : Names.wrongLabel1035(version, false)) {
                report.invalid(place.at(i), version, wrong);
            }
            known |= version.equals("v1") || version.equals("v1beta1");
        }
        if (!known) {
            report.invalid(place, JsonList.copyOf(versions), "must include at least one of v1, v1beta1");
        }
    }
}
