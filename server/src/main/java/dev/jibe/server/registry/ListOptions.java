package dev.jibe.server.registry;

import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.server.request.FieldError;
import dev.jibe.server.request.Query;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a list or watch asks for besides its selection.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions">Resource versions</a>.
 *
 * @param resourceVersion as given; empty means the newest state
 * @param match {@code Exact}, {@code NotOlderThan} or empty
 */
public record ListOptions(
        String resourceVersion,
        String match,
        long limit,
        String continueToken,
        boolean bookmarks,
        boolean sendInitialEvents,
        boolean initialEventsGiven,
        OptionalLong timeoutSeconds) {

    private static final Named KIND = new Named("meta.k8s.io", "ListOptions");

    public static ListOptions of(Query query, boolean watch) {
        var options = new ListOptions(
                query.get("resourceVersion"),
                query.get("resourceVersionMatch"),
                query.number("limit"),
                query.get("continue"),
                query.flag("allowWatchBookmarks"),
                query.flag("sendInitialEvents"),
                query.has("sendInitialEvents"),
                query.get("timeoutSeconds").isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(query.number("timeoutSeconds")));
        var errors = watch ? options.wrongForWatch() : options.wrongForList();
        if (!errors.isEmpty()) {
            throw ApiException.invalid(KIND, "", errors);
        }
        return options;
    }

    private List<FieldError> wrongForList() {
        if (initialEventsGiven) {
            return List.of(FieldError.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        }
        return wrongMatch();
    }

    private List<FieldError> wrongForWatch() {
        if (!match.isEmpty() && !initialEventsGiven) {
            return List.of(FieldError.forbidden(
                    "resourceVersionMatch",
                    "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        }
        if (initialEventsGiven && !match.equals("NotOlderThan")) {
            return match.isEmpty()
                    ? List.of(FieldError.forbidden(
                            "resourceVersionMatch",
                            "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"))
                    : List.of(FieldError.notSupported("resourceVersionMatch", match, List.of("NotOlderThan")));
        }
        return List.of();
    }

    private List<FieldError> wrongMatch() {
        if (match.isEmpty()) {
            return List.of();
        }
        if (!continueToken.isEmpty()) {
            return List.of(FieldError.forbidden(
                    "resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided"));
        }
        if (resourceVersion.isEmpty()) {
            return List.of(FieldError.forbidden(
                    "resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        }
        if (!match.equals("Exact") && !match.equals("NotOlderThan")) {
            return List.of(
                    FieldError.notSupported("resourceVersionMatch", match, List.of("Exact", "NotOlderThan", "")));
        }
        if (match.equals("Exact") && resourceVersion.equals("0")) {
            return List.of(FieldError.forbidden(
                    "resourceVersionMatch", "resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\""));
        }
        return List.of();
    }

    /** The version asked for; 0 if any will do. */
    public long revision() {
        return parse(resourceVersion);
    }

    static long parse(String version) {
        if (version.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(version);
        } catch (NumberFormatException e) {
            throw ApiException.invalid(
                    KIND,
                    "",
                    List.of(FieldError.invalid(
                            "resourceVersion",
                            version,
                            "strconv.ParseUint: parsing \"" + version + "\": invalid syntax")));
        }
    }
}
