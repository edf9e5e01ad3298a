/**
 * The CronJob controller: Jobs by the calendar.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/">CronJob</a>.
 */
@NullMarked
package dev.jibe.controllers.cronjob;

import org.jspecify.annotations.NullMarked;
