package dev.jibe.server.admission.webhook;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Feedback;
import dev.jibe.server.request.ApiException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a webhook has answered.
 *
 * @param status why it refuses; empty if it does not say
 * @param patch a JSON patch as it came; empty if there is none
 */
record Answer(
        boolean allowed, JsonMap status, byte[] patch, String patchType, List<String> warnings, JsonMap annotations) {

    /**
     * Reads the answer to a review.
     *
     * @param apiVersion of the review
     * @throws IllegalArgumentException if it is none
     */
    static Answer of(JsonMap review, String apiVersion, String uid, boolean mutating) {
        if (!(review.get("response") instanceof JsonMap response)) {
            throw new IllegalArgumentException("webhook response was absent");
        }
        if (apiVersion.endsWith("/v1")) {
            check(review, response, uid);
        }
        var text = response.string("patch");
        var type = response.string("patchType");
        if (apiVersion.endsWith("/v1")) {
            checkPatch(text, type, mutating);
        }
        byte[] patch;
        try {
            patch = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("illegal base64 data in response.patch", e);
        }
        return new Answer(
                response.bool("allowed"),
                response.map("status"),
                patch,
                type.isEmpty() ? "JSONPatch" : type,
                response.list("warnings").strings().toList(),
                response.map("auditAnnotations"));
    }

    private static void check(JsonMap review, JsonMap response, String uid) {
        if (!response.string("uid").equals(uid)) {
            throw new IllegalArgumentException(
                    "expected response.uid=\"" + uid + "\", got \"" + response.string("uid") + "\"");
        }
        var version = review.string("apiVersion");
        if (!version.equals("admission.k8s.io/v1") || !review.string("kind").equals("AdmissionReview")) {
            throw new IllegalArgumentException(
                    "expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got "
                            + (version.contains("/") ? version : "/" + version) + ", Kind=" + review.string("kind"));
        }
    }

    private static void checkPatch(String patch, String type, boolean mutating) {
        if (!mutating) {
            if (!patch.isEmpty()) {
                throw new IllegalArgumentException("validating webhook may not return response.patch");
            }
            if (!type.isEmpty()) {
                throw new IllegalArgumentException("validating webhook may not return response.patchType");
            }
            return;
        }
        if (!patch.isEmpty() && type.isEmpty()) {
            throw new IllegalArgumentException("webhook returned response.patch but not response.patchType");
        }
        if (patch.isEmpty() && !type.isEmpty()) {
            throw new IllegalArgumentException("webhook returned response.patchType but not response.patch");
        }
    }

    /** Passes on what it has to say. */
    void tell(String hook, Feedback feedback) {
        annotations.strings().forEach((key, value) -> feedback.annotate(hook + "/" + key, value));
        warnings.forEach(feedback::warn);
    }

    /** What the client is answered if it refuses. */
    Optional<ApiException> refusal(String hook) {
        return allowed ? Optional.empty() : Optional.of(refused(hook));
    }

    private ApiException refused(String hook) {
        var denied = "admission webhook \"" + hook + "\" denied the request";
        var message = status.string("message");
        var reason = status.string("reason");
        var text = !message.isEmpty()
                ? denied + ": " + message
                : !reason.isEmpty() ? denied + ": " + reason : denied + " without explanation";
        int code = (int) Math.max(400, status.number("code"));
        return ApiException.of(code, reason, text, status.map("details"));
    }

    boolean isPatched() {
        return patch.length > 0;
    }
}
