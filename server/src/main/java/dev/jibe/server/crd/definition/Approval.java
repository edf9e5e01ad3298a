package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonMap;
import dev.jibe.server.request.FieldError;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Whether a definition in one of the Kubernetes project's own groups says who approved it.
 *
 * <p>See <a href="https://github.com/kubernetes/enhancements/pull/1111">KEP-1111</a>.
 */
public record Approval(State state, String message) {

    static final String ANNOTATION = "api-approved.kubernetes.io";

    private static final String MUST_HAVE =
            "protected groups must have approval annotation \"api-approved.kubernetes.io\"";
    private static final String SEE = ", see https://github.com/kubernetes/enhancements/pull/1111";

    /** What the annotation says. */
    public enum State {
        MISSING("MissingAnnotation"),
        BYPASSED("UnapprovedAnnotation"),
        APPROVED("ApprovedAnnotation"),
        INVALID("InvalidAnnotation");

        private final String reason;

        State(String reason) {
            this.reason = reason;
        }

        /** The reason of the condition. */
        public String reason() {
            return reason;
        }
    }

    public static boolean isProtected(String group) {
        return group.equals("k8s.io")
                || group.endsWith(".k8s.io")
                || group.equals("kubernetes.io")
                || group.endsWith(".kubernetes.io");
    }

    public static Approval of(JsonMap definition) {
        var annotation = definition.map("metadata").map("annotations").string(ANNOTATION);
        if (annotation.isEmpty()) {
            return new Approval(State.MISSING, MUST_HAVE + SEE);
        }
        if (annotation.startsWith("unapproved")) {
            return new Approval(State.BYPASSED, "not approved: " + FieldError.quoted(annotation));
        }
        return isUrl(annotation)
                ? new Approval(State.APPROVED, "approved in " + annotation)
                : new Approval(
                        State.INVALID, MUST_HAVE + " with either a URL or a reason starting with \"unapproved\"" + SEE);
    }

    private static boolean isUrl(String text) {
        try {
            var uri = new URI(text);
            return uri.getScheme() != null && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
