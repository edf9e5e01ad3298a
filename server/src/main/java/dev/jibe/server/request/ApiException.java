package dev.jibe.server.request;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request that is answered by a {@code Status} instead of what it asked for.
 *
 * <p>Codes, reasons and messages are upstream's; see <a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/">Status</a>.
 */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int code;
    private final transient JsonMap status;
    private final transient List<String> warnings;

    private ApiException(int code, String reason, String message, @Nullable JsonMap details) {
        super(message, null, false, false);
        this.code = code;
        var made = JsonMap.of(
                "kind",
                "Status",
                "apiVersion",
                "v1",
                "metadata",
                JsonMap.EMPTY,
                "status",
                "Failure",
                "message",
                message,
                "code",
                (long) code);
        made = reason.isEmpty() ? made : made.with("reason", reason);
        this.status = details == null
                ? made.with("details", JsonMap.EMPTY)
                : details.isEmpty() ? made : made.with("details", details);
        this.warnings = List.of();
    }

    private ApiException(ApiException same, List<String> warnings) {
        super(same.getMessage(), null, false, false);
        this.code = same.code;
        this.status = same.status;
        this.warnings = List.copyOf(warnings);
    }

    private ApiException(ApiException same, JsonMap metadata) {
        super(same.getMessage(), null, false, false);
        this.code = same.code;
        this.status = same.status.with("metadata", metadata);
        this.warnings = same.warnings;
    }

    /** This refusal, and what else the client is told. */
    public ApiException with(List<String> more) {
        if (more.isEmpty()) {
            return this;
        }
        var all = new java.util.LinkedHashSet<>(warnings);
        all.addAll(more);
        return new ApiException(this, List.copyOf(all));
    }

    /** This refusal, and what else the client is told first. */
    public ApiException after(List<String> first) {
        if (first.isEmpty()) {
            return this;
        }
        var all = new java.util.LinkedHashSet<>(first);
        all.addAll(warnings);
        return new ApiException(this, List.copyOf(all));
    }

    /** What the client is told besides the refusal. */
    public List<String> warnings() {
        return warnings;
    }

    public int code() {
        return code;
    }

    /** The {@code Status} object. */
    public JsonMap status() {
        return status;
    }

    public String reason() {
        return status.string("reason");
    }

    /** How long the client should wait before it asks again, in seconds; 0 if it is not told. */
    public long retryAfterSeconds() {
        return status.map("details").number("retryAfterSeconds");
    }

    private static JsonMap details(Named resource, String name) {
        var details = JsonMap.EMPTY;
        details = name.isEmpty() ? details : details.with("name", name);
        details = resource.group().isEmpty() ? details : details.with("group", resource.group());
        return resource.name().isEmpty() ? details : details.with("kind", resource.name());
    }

    /** A resource or kind with its group, as messages name it. */
    public record Named(String group, String name) {
        @Override
        public String toString() {
            return group.isEmpty() ? name : name + "." + group;
        }
    }

    public static ApiException notFound(Named resource, String name) {
        return new ApiException(
                404, "NotFound", resource + " " + FieldError.quoted(name) + " not found", details(resource, name));
    }

    public static ApiException alreadyExists(Named resource, String name) {
        return alreadyExists(resource, name, "");
    }

    /**
     * There is another object of that name.
     *
     * @param prefix of the message, such as {@code object is being deleted: }
     */
    public static ApiException alreadyExists(Named resource, String name, String prefix) {
        return new ApiException(
                409,
                "AlreadyExists",
                prefix + resource + " " + FieldError.quoted(name) + " already exists",
                details(resource, name));
    }

    /** The same of an object that asked for a name of the server's choice, even if it came with one. */
    public static ApiException notUnique(Named resource, String name, String prefix) {
        return new ApiException(
                409,
                "AlreadyExists",
                prefix + resource + " " + FieldError.quoted(name)
                        + " already exists, the server was not able to generate a unique name for the object",
                details(resource, name).with("retryAfterSeconds", 1L));
    }

    public static ApiException conflict(Named resource, String name, String why) {
        return new ApiException(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + resource + " " + FieldError.quoted(name) + ": " + why,
                details(resource, name));
    }

    /** Fields that others have, which an apply would change. */
    public static ApiException conflict(String message, JsonMap details) {
        return new ApiException(409, "Conflict", message, details);
    }

    public static ApiException modified(Named resource, String name) {
        return conflict(
                resource,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    public static ApiException forbidden(Named resource, String name, String why) {
        var what = resource.name().isEmpty() ? "" : resource + " ";
        var quoted = name.isEmpty() ? "" : FieldError.quoted(name) + " ";
        return new ApiException(403, "Forbidden", what + quoted + "is forbidden: " + why, details(resource, name));
    }

    /** The words of a refusal that come as they are. */
    public static ApiException forbidden(String message, JsonMap details) {
        return new ApiException(403, "Forbidden", message, details);
    }

    public static ApiException invalid(Named kind, String name, List<FieldError> errors) {
        var texts = errors.stream().map(FieldError::toString).distinct().toList();
        var all = texts.size() == 1 ? texts.getFirst() : texts.stream().collect(Collectors.joining(", ", "[", "]"));
        var causes = JsonList.copyOf(errors.stream()
                .map(error -> JsonMap.of("reason", error.reason(), "message", error.body(), "field", error.field()))
                .toList());
        return new ApiException(
                422,
                "Invalid",
                kind + " " + FieldError.quoted(name) + " is invalid: " + all,
                details(kind, name).with("causes", causes));
    }

    public static ApiException badRequest(String message) {
        return new ApiException(400, "BadRequest", message, JsonMap.EMPTY);
    }

    /** A patch that does not fit the object. */
    public static ApiException rejected() {
        return new ApiException(422, "Invalid", "the server rejected our request due to an error in our request", null);
    }

    public static ApiException unauthorized() {
        return new ApiException(401, "Unauthorized", "Unauthorized", JsonMap.EMPTY);
    }

    public static ApiException methodNotAllowed(Named resource, String verb) {
        return new ApiException(
                405,
                "MethodNotAllowed",
                verb + " is not supported on resources of kind \"" + resource + "\"",
                details(resource, ""));
    }

    /** A verb that is not allowed now. */
    public static ApiException notAllowed(Named resource, String message) {
        return new ApiException(405, "MethodNotAllowed", message, details(resource, ""));
    }

    public static ApiException methodNotAllowed() {
        return routing(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
    }

    /** A refusal before anybody has looked at the resource: its details are there, and empty. */
    public static ApiException routing(int code, String reason, String message) {
        return new ApiException(code, reason, message, null);
    }

    /** A refusal that upstream does not sort: nothing but a message. */
    public static ApiException unsorted(String message) {
        return new ApiException(500, "", message, JsonMap.EMPTY);
    }

    public static ApiException unknownResource() {
        return routing(404, "NotFound", "the server could not find the requested resource");
    }

    public static ApiException expired(String message) {
        return new ApiException(410, "Expired", message, JsonMap.EMPTY);
    }

    /** A list in pages cannot go on as it began; the token is for going on otherwise. */
    public static ApiException expired(String message, String continueToken) {
        return new ApiException(expired(message), JsonMap.of("continue", continueToken));
    }

    public static ApiException notAcceptable(String offered) {
        return new ApiException(
                406, "NotAcceptable", "only the following media types are accepted: " + offered, JsonMap.EMPTY);
    }

    public static ApiException notInThisShape(String message) {
        return new ApiException(406, "NotAcceptable", message, JsonMap.EMPTY);
    }

    public static ApiException unsupportedMediaType(String accepted) {
        return new ApiException(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: " + accepted,
                JsonMap.EMPTY);
    }

    public static ApiException tooLarge(int limitBytes) {
        return new ApiException(
                413, "RequestEntityTooLarge", "Request entity too large: limit is " + limitBytes, JsonMap.EMPTY);
    }

    public static ApiException tooLargeResourceVersion(long asked, long current) {
        var cause = JsonMap.of("reason", "ResourceVersionTooLarge", "message", "Too large resource version");
        return new ApiException(
                504,
                "Timeout",
                "Timeout: Too large resource version: " + asked + ", current: " + current,
                JsonMap.of("causes", JsonList.of(cause), "retryAfterSeconds", 1L));
    }

    public static ApiException tooManyRequests(String message, long retryAfterSeconds) {
        return new ApiException(429, "TooManyRequests", message, JsonMap.of("retryAfterSeconds", retryAfterSeconds));
    }

    /** An eviction that a disruption budget does not allow now. */
    public static ApiException tooManyRequests(String message, JsonMap details) {
        return new ApiException(429, "TooManyRequests", message, details);
    }

    public static ApiException unavailable(String message) {
        return new ApiException(503, "ServiceUnavailable", message, JsonMap.of("retryAfterSeconds", 1L));
    }

    public static ApiException timeout(String message) {
        return new ApiException(504, "Timeout", "Timeout: " + message, null);
    }

    public static ApiException internal(String message) {
        return new ApiException(
                500,
                "InternalError",
                "Internal error occurred: " + message,
                JsonMap.of("causes", JsonList.of(JsonMap.of("message", message))));
    }

    /** What Jibe does not have yet. */
    public static ApiException notImplemented(String what) {
        return new ApiException(501, "NotImplemented", what + " is not implemented by this server", JsonMap.EMPTY);
    }

    /** Passes on a status that another server gave, with its details. */
    public static ApiException of(int code, String reason, String message, JsonMap details) {
        return new ApiException(code, reason, message, details);
    }

    /** Passes on a status that another server gave. */
    public static ApiException of(int code, String reason, String message) {
        return new ApiException(code, reason, message, JsonMap.EMPTY);
    }
}
