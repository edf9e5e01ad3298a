package dev.jibe.server.request;

import dev.jibe.server.authn.User;

/** The words in which upstream refuses what a user may not do. */
public final class Refusal {

    private Refusal() {}

    public static ApiException of(User user, RequestInfo info, String reason) {
        var why = "User \"" + user.name() + "\" cannot " + action(info);
        why = reason.isEmpty() ? why : why + ": " + reason;
        if (!info.isResource()) {
            return ApiException.routing(403, "Forbidden", "forbidden: " + why);
        }
        return ApiException.forbidden(info.groupResource(), info.name(), why);
    }

    private static String action(RequestInfo info) {
        if (!info.isResource()) {
            return info.verb() + " path \"" + info.path() + "\"";
        }
        var resource = info.subresource().isEmpty() ? info.resource() : info.resource() + "/" + info.subresource();
        var scope =
                info.namespace().isEmpty() ? " at the cluster scope" : " in the namespace \"" + info.namespace() + "\"";
        return info.verb() + " resource \"" + resource + "\" in API group \"" + info.group() + "\"" + scope;
    }
}
