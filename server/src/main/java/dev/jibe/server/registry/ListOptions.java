package dev.jibe.server.registry;

import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.server.request.FieldError;
import dev.jibe.server.request.Query;
import java.util.ArrayList;
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

    private static final String EXACT = "Exact";
    private static final String NOT_OLDER = "NotOlderThan";
    private static final String MATCH_AND_CONTINUE = "resourceVersionMatch is forbidden when continue is provided";

    private static final Named KIND = new Named("meta.k8s.io", "ListOptions");

    public static ListOptions of(Query query, boolean watch) {
        var version = query.get("resourceVersion");
        var match = query.get("resourceVersionMatch");
        boolean initialEventsGiven = query.has("sendInitialEvents");
        // A watch from any version always began with the state; that now has a name.
        boolean legacy = watch && !initialEventsGiven && match.isEmpty() && (version.isEmpty() || version.equals("0"));
        var options = new ListOptions(
                version,
                legacy ? NOT_OLDER : match,
                query.number("limit"),
                query.get("continue"),
                query.flag("allowWatchBookmarks"),
                legacy || query.flag("sendInitialEvents"),
                legacy || initialEventsGiven,
                query.get("timeoutSeconds").isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(query.number("timeoutSeconds")));
        var errors = watch ? options.wrongForWatch() : options.wrongForList();
        if (!errors.isEmpty()) {
            Selection.checkReadable(query);
            throw ApiException.invalid(KIND, "", errors);
        }
        return options;
    }

    /** The same, read in pages as upstream does: then a version without a match means exactly that one. */
    public ListOptions paged() {
        boolean exact = match.isEmpty() && continueToken.isEmpty() && listRevision() > 0;
        return exact
                ? new ListOptions(
                        resourceVersion,
                        EXACT,
                        limit,
                        continueToken,
                        bookmarks,
                        sendInitialEvents,
                        initialEventsGiven,
                        timeoutSeconds)
                : this;
    }

    private static FieldError forbiddenMatch(String why) {
        return FieldError.forbidden("resourceVersionMatch", why);
    }

    private List<FieldError> wrongForList() {
        var errors = new ArrayList<FieldError>();
        if (!match.isEmpty()) {
            if (resourceVersion.isEmpty()) {
                errors.add(forbiddenMatch("resourceVersionMatch is forbidden unless resourceVersion is provided"));
            }
            if (!continueToken.isEmpty()) {
                errors.add(forbiddenMatch(MATCH_AND_CONTINUE));
            }
            if (!match.equals(EXACT) && !match.equals(NOT_OLDER)) {
                errors.add(new FieldError(
                        "FieldValueNotSupported",
                        "resourceVersionMatch",
                        "Unsupported value: " + FieldError.quoted(match)
                                + ": supported values: \"Exact\", \"NotOlderThan\", \"\""));
            }
            if (match.equals(EXACT) && resourceVersion.equals("0")) {
                errors.add(forbiddenMatch("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
            }
        }
        if (initialEventsGiven) {
            errors.add(FieldError.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        }
        return errors;
    }

    private List<FieldError> wrongForWatch() {
        var errors = new ArrayList<FieldError>();
        if (initialEventsGiven && !match.equals(NOT_OLDER)) {
            errors.add(forbiddenMatch("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        }
        if (!match.isEmpty()) {
            if (!initialEventsGiven) {
                errors.add(forbiddenMatch(
                        "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
            }
            if (!match.equals(NOT_OLDER)) {
                errors.add(FieldError.notSupported("resourceVersionMatch", match, List.of(NOT_OLDER)));
            }
            if (!continueToken.isEmpty()) {
                errors.add(forbiddenMatch(MATCH_AND_CONTINUE));
            }
        }
        return errors;
    }

    /**
     * The version that a list asks for; 0 if any will do.
     *
     * @throws ApiException 400 if it is no number
     */
    long listRevision() {
        try {
            return parse(resourceVersion);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("invalid resource version: " + malformed(resourceVersion));
        }
    }

    /**
     * The version that a watch or a get asks for; 0 if any will do.
     *
     * @throws ApiException 500 if it is no number, as upstream's cache answers
     */
    static long revision(String version) {
        try {
            return parse(version);
        } catch (NumberFormatException e) {
            throw ApiException.unsorted(malformed(version));
        }
    }

    /** Refuses what is no version where upstream asks for nothing but its number. */
    static void checkNumber(String version) {
        try {
            parse(version);
        } catch (NumberFormatException e) {
            throw ApiException.unsorted("strconv.ParseUint: parsing \"" + version + "\": invalid syntax");
        }
    }

    private static long parse(String version) {
        return version.isEmpty() ? 0 : Long.parseUnsignedLong(version);
    }

    private static String malformed(String version) {
        return FieldError.invalid(
                        "resourceVersion", version, "strconv.ParseUint: parsing \"" + version + "\": invalid syntax")
                .toString();
    }
}
