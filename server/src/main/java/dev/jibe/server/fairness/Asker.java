package dev.jibe.server.fairness;

import dev.jibe.server.authn.User;
import dev.jibe.server.request.RequestInfo;
import java.time.Instant;

/**
 * Who asks for a seat and why, for people who look at queues.
 *
 * @param flow the name of the flow schema
 * @param distinguisher what tells the flows of the schema from each other
 */
record Asker(String flow, String distinguisher, User user, RequestInfo info, Instant arrived) {}
