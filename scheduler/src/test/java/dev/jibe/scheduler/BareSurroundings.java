package dev.jibe.scheduler;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.bind.Stopwatch;
import dev.jibe.scheduler.devices.DeviceWorld;
import dev.jibe.scheduler.extender.Extenders;
import dev.jibe.scheduler.gang.GangFeatures;
import dev.jibe.scheduler.queue.QueueWatcher;
import dev.jibe.scheduler.snapshot.Owners;
import dev.jibe.scheduler.snapshot.Volumes;
import java.util.List;
import java.util.function.Function;

/** A scheduler's surroundings without volumes, devices, budgets and extenders. */
final class BareSurroundings {

    private BareSurroundings() {}

    static SchedulerPlan.Surroundings of(GangFeatures gangs) {
        return of(name -> JsonMap.EMPTY, gangs);
    }

    static SchedulerPlan.Surroundings of(Function<String, JsonMap> namespaceLabels, GangFeatures gangs) {
        return new SchedulerPlan.Surroundings(
                namespaceLabels,
                Volumes.NONE,
                Owners.NONE,
                DeviceWorld.none(),
                List::of,
                QueueWatcher.NONE,
                Stopwatch.NONE,
                Extenders.NONE,
                gangs);
    }
}
