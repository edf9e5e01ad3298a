package dev.jibe.schema;

import java.util.List;
import java.util.Map;

/**
 * An operation as OpenAPI tells of it.
 *
 * @param action as {@code x-kubernetes-action}, or empty if it is about no resource
 * @param kind as {@code x-kubernetes-group-version-kind}, or empty
 * @param body the type of the body, or empty
 * @param codes the codes of success
 * @param response the type of the answer; empty for text
 */
record ApiOperation(
        String path,
        String method,
        String id,
        String tag,
        String description,
        String action,
        Map<String, Object> kind,
        List<Parameter> parameters,
        String body,
        boolean bodyRequired,
        List<Integer> codes,
        String response,
        List<String> produces) {

    /** A parameter of path or query. */
    record Parameter(String name, String in, String type, String description) {
        boolean inPath() {
            return in.equals("path");
        }
    }

    boolean patches() {
        return method.equals("patch") && action.equals("patch");
    }

    static String phrase(int code) {
        return switch (code) {
            case 200 -> "OK";
            case 201 -> "Created";
            default -> "Accepted";
        };
    }
}
