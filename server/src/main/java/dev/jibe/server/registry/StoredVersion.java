package dev.jibe.server.registry;

import dev.jibe.object.schema.ResourceInfo;
import java.util.Set;

/** The version in which upstream stores a built-in resource: other servers on the same data, and hashes, depend on it. */
public final class StoredVersion {

    /** Those that are stored in an earlier version than the newest, so that the release before can read them. */
    private static final Set<String> EARLIER =
            Set.of("customresourcedefinitions", "mutatingadmissionpolicies", "mutatingadmissionpolicybindings");

    private StoredVersion() {}

    /** Group and version, as objects say it. */
    public static String of(ResourceInfo info) {
        return switch (info.plural()) {
            case "events" -> "v1";
            case "horizontalpodautoscalers" -> "autoscaling/v2";
            default -> EARLIER.contains(info.plural()) ? info.group() + "/v1beta1" : info.apiVersion();
        };
    }

    /** Whether this version is the one whose form objects have in the index; the others are converted. */
    public static boolean isKept(ResourceInfo info) {
        return switch (info.plural()) {
            case "events" -> info.group().isEmpty();
            case "horizontalpodautoscalers" -> info.version().equals("v2");
            default -> info.servedByDefault();
        };
    }
}
