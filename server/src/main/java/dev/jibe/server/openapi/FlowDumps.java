package dev.jibe.server.openapi;

import dev.jibe.server.fairness.FlowTables;
import dev.jibe.server.request.ApiResponse;

/**
 * The state of priority and fairness, for people who debug it.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/debug-cluster/flow-control/">Flow control</a>. Which requests wait is not
 * told one by one.
 */
public record FlowDumps(FlowTables tables) {

    static final String PREFIX = "/debug/api_priority_and_fairness/";

    ApiResponse answer(String name) {
        return switch (name) {
            case "dump_priority_levels" -> ApiResponse.Plain.text(200, tables.levels());
            case "dump_queues" -> ApiResponse.Plain.text(200, tables.queues());
            default -> Documents.notFound();
        };
    }
}
