package dev.jibe.server.fairness;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.jibe.server.authn.User;
import dev.jibe.server.request.Passage;
import dev.jibe.server.request.Query;
import dev.jibe.server.request.RequestInfo;
import org.junit.jupiter.api.Test;

final class MaxInFlightTest {

    private static final User JANE = User.of("jane");
    private static final User ADMIN = User.of("admin", User.MASTERS);
    private static final RequestInfo GET = request("GET", "");
    private static final RequestInfo POST = request("POST", "");
    private static final RequestInfo WATCH = request("GET", "watch=true");

    private final MaxInFlight limits = new MaxInFlight(1, 0);

    private static RequestInfo request(String method, String query) {
        return RequestInfo.of(method, "/api/v1/namespaces/default/pods", Query.parse(query));
    }

    private Seat admit(User user, RequestInfo request) {
        return limits.admit(user, request, new Passage("", ""));
    }

    @Test
    void beyondTheLimitOnlyThoseComeInWhoMayDoEverything() {
        var first = assertInstanceOf(Seat.Taken.class, admit(JANE, GET));
        assertInstanceOf(Seat.Refused.class, admit(JANE, GET));
        assertInstanceOf(Seat.Uncounted.class, admit(ADMIN, GET));
        assertInstanceOf(Seat.Uncounted.class, admit(JANE, WATCH));
        first.close();
        assertInstanceOf(Seat.Taken.class, admit(JANE, GET));
    }

    @Test
    void zeroIsAnyNumber() {
        for (int i = 0; i < 1000; i++) {
            assertInstanceOf(Seat.Taken.class, admit(JANE, POST));
        }
    }
}
