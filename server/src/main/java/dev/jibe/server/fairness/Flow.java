package dev.jibe.server.fairness;

import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.RequestInfo;
import java.util.List;

/** A flow schema, the level that its requests share, and where they are noted. */
record Flow(
        String name,
        String uid,
        long precedence,
        String distinguisher,
        List<JsonMap> rules,
        Level level,
        FlowSeries series) {

    static Flow of(JsonMap schema, Level level, FlowMetrics metrics) {
        var spec = schema.map("spec");
        var metadata = schema.map("metadata");
        return new Flow(
                metadata.string("name"),
                metadata.string("uid"),
                spec.number("matchingPrecedence"),
                spec.map("distinguisherMethod").string("type"),
                spec.list("rules").maps().toList(),
                level,
                metrics.of(level.name(), metadata.string("name")));
    }

    boolean matches(User user, RequestInfo info) {
        for (var rule : rules) {
            if (FlowRule.matches(rule, user, info)) {
                return true;
            }
        }
        return false;
    }

    /** What tells the flows of one schema from each other. */
    String distinguish(User user, RequestInfo info) {
        return switch (distinguisher) {
            case "ByUser" -> user.name();
            case "ByNamespace" -> info.namespace();
            default -> "";
        };
    }
}
