package dev.jibe.server.review;

import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.runtime.Clock;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.RequestInfo;

/** Who asks: what {@code kubectl auth whoami} shows. */
record SelfReview(Clock clock) implements Reviews.Review {

    @Override
    public JsonMap answer(JsonMap question, RequestInfo info, User user) {
        return question.with("metadata", JsonMap.of("creationTimestamp", Times.seconds(clock.now())))
                .with("status", JsonMap.of("userInfo", Users.write(user)));
    }
}
