package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Objects;

/**
 * Events, in the form of either of their groups.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/">Event</a>.
 */
final class EventRules {

    private static final int MAX_WORD = 128;
    private static final int MAX_MESSAGE = 1024;

    private EventRules() {}

    private static boolean isNew(Place event) {
        return event.text("apiVersion").startsWith("events.k8s.io/");
    }

    static void event(Place event) {
        boolean recent = isNew(event);
        var about = event.map(recent ? "regarding" : "involvedObject").string("namespace");
        var namespace = event.map("metadata").string("namespace");
        boolean timed = event.has("eventTime") && !event.text("eventTime").isEmpty();
        boolean matches;
        if (timed) {
            matches = !about.isEmpty() || List.of("default", "kube-system").contains(namespace);
        } else {
            matches = about.isEmpty() ? List.of("", "default").contains(namespace) : about.equals(namespace);
        }
        if (!matches) {
            event.invalid("involvedObject.namespace", about, "does not match event.namespace");
        }
        if (timed) {
            words(event, recent);
        }
        event.invalid("namespace", namespace, Naming.SUBDOMAIN.wrong(namespace, false));
    }

    private static void words(Place event, boolean recent) {
        var at = recent ? "reportingController" : "reportingComponent";
        var controller = event.text(at);
        if (controller.isEmpty()) {
            event.required(at);
        }
        event.invalid(at, controller, Formats.qualifiedName(controller));
        for (var key : List.of("reportingInstance", "action", "reason")) {
            event.need(key);
            limited(event, key, event.text(key), MAX_WORD);
        }
        limited(event, "message", event.text(recent ? "note" : "message"), MAX_MESSAGE);
    }

    private static void limited(Place event, String at, String text, int most) {
        if (text.length() > most) {
            event.invalid(at, "", "can have at most " + most + " characters");
        }
    }

    /** What only events of the newer group have to keep. */
    static void newForm(Place event) {
        series(event);
        if (event.text("eventTime").isEmpty()) {
            event.required("eventTime");
        }
        if (!List.of("Normal", "Warning").contains(event.text("type"))) {
            event.invalid("type", "", "has invalid value: " + event.text("type"));
        }
        for (var pair : List.of("FirstTimestamp", "LastTimestamp", "Count", "Source")) {
            var old = "deprecated" + pair;
            boolean set = !event.isEmpty(old) && !(event.get(old) instanceof Long count && count == 0);
            if (set) {
                event.invalid(Character.toLowerCase(pair.charAt(0)) + pair.substring(1), "", "needs to be unset");
            }
        }
    }

    private static void series(Place event) {
        if (!event.has("series")) {
            return;
        }
        var series = event.in("series");
        if (series.number("count") < 2) {
            series.invalid("count", "", "should be at least 2");
        }
        if (series.text("lastObservedTime").isEmpty()) {
            series.required("lastObservedTime");
        }
    }

    static void same(Place event, JsonMap old) {
        if (!event.map("series").equals(old.map("series"))) {
            series(event);
        }
        if (!event.map("regarding").equals(old.map("regarding"))) {
            event.invalid(
                    "involvedObject", GoStructs.text("ObjectReference", event.map("regarding")), "field is immutable");
        }
        text(event, old, "reason");
        event.immutable("message", event.text("note"), old.string("note"));
        if (!event.map("deprecatedSource").equals(old.map("deprecatedSource"))) {
            event.invalid("source", GoStructs.text("EventSource", event.map("deprecatedSource")), "field is immutable");
        }
        event.immutable("firstTimestamp", event.get("deprecatedFirstTimestamp"), old.get("deprecatedFirstTimestamp"));
        event.immutable("lastTimestamp", event.get("deprecatedLastTimestamp"), old.get("deprecatedLastTimestamp"));
        event.immutable("count", event.number("deprecatedCount"), old.number("deprecatedCount"));
        text(event, old, "reason");
        text(event, old, "type");
        event.immutable("eventTime", old);
        text(event, old, "action");
        if (!Objects.equals(event.get("related"), old.get("related"))) {
            var related = event.has("related") ? GoStructs.text("ObjectReference", event.map("related")) : null;
            event.invalid("related", related, "field is immutable");
        }
        text(event, old, "reportingController");
        text(event, old, "reportingInstance");
    }

    /** A text that is not there is an empty one. */
    private static void text(Place event, JsonMap old, String key) {
        event.immutable(key, event.text(key), old.string(key));
    }
}
