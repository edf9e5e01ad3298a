package dev.jibe.server.fairness;

import dev.jibe.server.authn.User;
import dev.jibe.server.request.Passage;
import dev.jibe.server.request.RequestInfo;

/** Decides which requests go on at once, which wait, and which are sent away. */
public sealed interface FlowControl permits Fairness, MaxInFlight {

    /** Lets a request in, when it is its turn. */
    Seat admit(User user, RequestInfo info, Passage passage);

    static boolean isRead(RequestInfo info) {
        return switch (info.verb()) {
            case "get", "list", "watch" -> true;
            default -> false;
        };
    }

    /** Connections that last for as long as somebody wants are no work that others wait for. */
    static boolean isConnection(RequestInfo info) {
        return switch (info.subresource()) {
            case "attach", "exec", "proxy", "log", "portforward" -> info.isResource();
            default -> false;
        };
    }
}
