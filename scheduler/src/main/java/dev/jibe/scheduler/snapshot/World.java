package dev.jibe.scheduler.snapshot;

import dev.jibe.scheduler.devices.DeviceWorld;
import java.util.List;
import java.util.function.Supplier;

/**
 * All that decisions are made from.
 *
 * @param budgets asked for only where pods have to go
 */
public record World(
        ClusterInfo cluster,
        Nominations nominations,
        Volumes volumes,
        Reservations reservations,
        Owners owners,
        DeviceWorld devices,
        Supplier<List<Budget>> budgets) {}
