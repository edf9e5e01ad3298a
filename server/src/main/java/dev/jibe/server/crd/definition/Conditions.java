package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import java.time.Instant;
import java.util.ArrayList;

/** The conditions of a definition. */
public final class Conditions {

    public static final String NAMES_ACCEPTED = "NamesAccepted";
    public static final String ESTABLISHED = "Established";
    public static final String TERMINATING = "Terminating";
    public static final String NON_STRUCTURAL = "NonStructuralSchema";
    public static final String APPROVAL = "KubernetesAPIApprovalPolicyConformant";

    private Conditions() {}

    /** The condition; empty if there is none. */
    public static JsonMap find(JsonMap definition, String type) {
        return definition
                .map("status")
                .list("conditions")
                .maps()
                .filter(c -> c.string("type").equals(type))
                .findFirst()
                .orElse(JsonMap.EMPTY);
    }

    public static boolean isTrue(JsonMap definition, String type) {
        return find(definition, type).string("status").equals("True");
    }

    /** The definition with the condition; its time changes only with its status. */
    public static JsonMap with(
            JsonMap definition, String type, boolean status, String reason, String message, Instant now) {
        var before = find(definition, type);
        var text = status ? "True" : "False";
        var condition = JsonMap.of("type", type, "status", text, "reason", reason, "message", message);
        condition = condition.with(
                "lastTransitionTime",
                before.string("status").equals(text) ? before.string("lastTransitionTime") : Times.seconds(now));
        var conditions = new ArrayList<Object>();
        boolean replaced = false;
        for (var known : definition.map("status").list("conditions")) {
            boolean same = known instanceof JsonMap map && map.string("type").equals(type);
            conditions.add(same ? condition : known);
            replaced |= same;
        }
        if (!replaced) {
            conditions.add(condition);
        }
        return definition.withAt(JsonList.copyOf(conditions), "status", "conditions");
    }
}
