package dev.jibe.server.openapi;

import dev.jibe.server.fairness.FlowTables;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.Query;
import java.util.Optional;

/**
 * The state of priority and fairness, for people who debug it.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/debug-cluster/flow-control/">Flow control</a>. Which requests execute is
 * not told one by one.
 */
public record FlowDumps(Optional<FlowTables> tables) {

    static final String PREFIX = "/debug/api_priority_and_fairness/";

    /** What upstream looks at, which is not the value. */
    private static final String DETAILS = "includeRequestDetails";

    ApiResponse answer(String name, Query query) {
        return tables.map(state -> switch (name) {
                    case "dump_priority_levels" -> ApiResponse.Plain.text(200, state.levels());
                    case "dump_queues" -> ApiResponse.Plain.text(200, state.queues());
                    case "dump_requests" ->
                        ApiResponse.Plain.text(
                                200, state.requests(!query.get(DETAILS).isEmpty()));
                    default -> Documents.notFound();
                })
                .orElseGet(Documents::notFound);
    }
}
