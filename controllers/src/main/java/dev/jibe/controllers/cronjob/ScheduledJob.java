package dev.jibe.controllers.cronjob;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.object.api.batch.v1.CronJob;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.meta.v1.ObjectMeta;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The Job of one time; its name says the minute, so that no time can have two. */
final class ScheduledJob {
    private static final String TIMESTAMP = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    private ScheduledJob() {}

    static Job of(CronJob cronJob, Instant time, ZoneId zone) {
        var template = cronJob.spec().jobTemplate();
        var stamp = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
        var metadata = ObjectMeta.EMPTY
                .withName(cronJob.name() + "-" + time.getEpochSecond() / 60)
                .withNamespace(cronJob.namespace())
                .withAnnotationsTree(template.metadata().annotationsTree().with(TIMESTAMP, stamp))
                .withOwnerReferences(List.of(Owners.controllerReference(CronJob.KIND, cronJob)));
        if (template.metadata().hasLabels()) {
            metadata = metadata.withLabelsTree(template.metadata().labelsTree());
        }
        return Job.EMPTY
                .withApiVersion(Job.KIND.apiVersion())
                .withKind(Job.KIND.kind())
                .withMetadata(metadata)
                .withSpec(template.spec());
    }
}
