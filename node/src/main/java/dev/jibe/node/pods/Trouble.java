package dev.jibe.node.pods;

import java.time.Instant;

/**
 * Why a step of a pod's start failed last time, and when it is tried again.
 *
 * @param reason what a waiting container shows, such as {@code ErrImagePull}
 */
record Trouble(String reason, String message, Instant since, Backoff backoff) {
    Instant retryAt() {
        return since.plus(backoff.delay());
    }
}
