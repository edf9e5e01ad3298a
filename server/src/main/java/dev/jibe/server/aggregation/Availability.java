package dev.jibe.server.aggregation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.server.request.ApiException;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** Finds out whether the server of an API is there, and says so by a condition with upstream's reasons. */
final class Availability {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 2;
    private static final String AVAILABLE = "Available";

    private final ServiceResolver services;
    private final HttpClient http;

    Availability(ServiceResolver services, HttpClient http) {
        this.services = services;
        this.http = http;
    }

    /** What is found, without a time. */
    record Finding(String status, String reason, String message) {
        static final Finding LOCAL = new Finding("True", "Local", "Local APIServices are always available");

        private static Finding not(String reason, String message) {
            return new Finding("False", reason, message);
        }

        /** The object's status with the finding as a condition; a state keeps the time since when it is so. */
        JsonMap in(JsonMap object, Instant now) {
            var others = JsonList.EMPTY;
            Object since = Times.seconds(now);
            for (var each : object.map("status").list("conditions").maps().toList()) {
                if (!each.string("type").equals(AVAILABLE)) {
                    others = others.with(each);
                } else if (each.string("status").equals(status)) {
                    since = each.string("lastTransitionTime");
                }
            }
            var condition = JsonMap.of(
                    "type",
                    AVAILABLE,
                    "status",
                    status,
                    "reason",
                    reason,
                    "message",
                    message,
                    "lastTransitionTime",
                    since);
            return object.with("status", object.map("status").with("conditions", others.with(condition)));
        }
    }

    Finding check(RemoteApi api) {
        var service = services.service(api.namespace(), api.service());
        var shown = "service/" + api.service() + " in \"" + api.namespace() + "\"";
        if (service == null) {
            return Finding.not("ServiceNotFound", shown + " is not present");
        }
        var spec = service.map("spec");
        if (spec.string("type").equals("ClusterIP")) {
            var port = ServiceResolver.port(spec, api.port());
            if (port == null) {
                return Finding.not("ServicePortError", shown + " is not listening on port " + api.port());
            }
            var slices = services.slices(api.namespace(), api.service());
            if (slices.isEmpty()) {
                return Finding.not("EndpointsNotFound", "cannot find endpointslices for " + shown);
            }
            if (!ServiceResolver.isServed(slices, port.string("name"))) {
                return Finding.not(
                        "MissingEndpoints",
                        "endpointslices for " + shown + " have no addresses with port name \"" + port.string("name")
                                + "\"");
            }
        }
        return ask(api);
    }

    private Finding ask(RemoteApi api) {
        if (!api.problem().isEmpty()) {
            return Finding.not("FailedDiscoveryCheck", api.problem());
        }
        var failure = "";
        for (int i = 0; i < ATTEMPTS; i++) {
            failure = failure(api);
            if (failure.isEmpty()) {
                return new Finding("True", "Passed", "all checks passed");
            }
        }
        return Finding.not("FailedDiscoveryCheck", failure);
    }

    private String failure(RemoteApi api) {
        var url = api.path();
        try {
            url = "https://"
                    + services.resolve(api.namespace(), api.service(), api.port())
                            .authority() + api.path();
            var request = ClientRequest.of("GET", URI.create(url), Identity.of(Identity.CHECKER), new byte[0])
                    .within(PATIENCE);
            try (var response = http.send(request, api.tls())) {
                return response.isSuccess()
                        ? ""
                        : "failing or missing response from " + url + ": bad status from " + url + ": "
                                + response.status();
            }
        } catch (ApiException e) {
            return String.valueOf(e.getMessage());
        } catch (WireException e) {
            return "failing or missing response from " + url + ": Get \"" + url + "\": " + e.getMessage();
        }
    }
}
