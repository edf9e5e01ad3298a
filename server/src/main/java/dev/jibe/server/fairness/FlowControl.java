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
}
