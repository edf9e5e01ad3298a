package dev.jibe.controllers.cronjob;

import dev.jibe.object.api.batch.v1.Job;
import java.time.Instant;

/** Everything a CronJob controller can do to the world, but for the status. */
sealed interface Action {

    /** Create the Job of a time, and note it as active. */
    record CreateJob(Job job, Instant scheduledTime) implements Action {}

    record DeleteJob(String name, String uid) implements Action {}

    /** Write an event about the CronJob. */
    record Tell(String type, String reason, String message) implements Action {}
}
