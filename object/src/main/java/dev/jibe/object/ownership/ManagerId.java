package dev.jibe.object.ownership;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.typing.GoFormat;

/**
 * Who wrote fields, and by which way: what tells one entry of {@code metadata.managedFields} from the others.
 *
 * @param apiVersion the version written in; empty for those who apply, as they keep one entry in all versions
 * @param subresource empty for the main resource
 */
public record ManagerId(String manager, boolean applies, String apiVersion, String subresource)
        implements Comparable<ManagerId> {

    /** The identity of somebody who updates. A manager without a name is unknown. */
    public static ManagerId updating(String manager, String apiVersion, String subresource) {
        return new ManagerId(manager.isEmpty() ? "unknown" : manager, false, apiVersion, subresource);
    }

    public static ManagerId applying(String manager, String subresource) {
        return new ManagerId(manager, true, "", subresource);
    }

    public String operation() {
        return applies ? "Apply" : "Update";
    }

    /** As messages name who is in conflict. */
    @Override
    public String toString() {
        var name = GoFormat.quoted(manager)
                + (subresource.isEmpty() ? "" : " with subresource " + GoFormat.quoted(subresource));
        return applies ? name : name + " using " + apiVersion;
    }

    /** The order in which messages name several. */
    @Override
    public int compareTo(ManagerId other) {
        return json().compareTo(other.json());
    }

    private String json() {
        var text = new StringBuilder("{\"manager\":").append(Json.text(manager));
        text.append(",\"operation\":\"").append(operation()).append('"');
        if (!apiVersion.isEmpty()) {
            text.append(",\"apiVersion\":").append(Json.text(apiVersion));
        }
        if (!subresource.isEmpty()) {
            text.append(",\"subresource\":").append(Json.text(subresource));
        }
        return text.append('}').toString();
    }

    JsonMap.Builder entry() {
        var entry = JsonMap.builder().put("manager", manager).put("operation", operation());
        return subresource.isEmpty() ? entry : entry.put("subresource", subresource);
    }
}
