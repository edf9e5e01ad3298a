package dev.jibe.server.forward;

import dev.jibe.server.request.ForwardTarget;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.server.Exchange;

/** Carries a request on to another server and its answer back. */
public interface Forwarder {
    void forward(Exchange exchange, ForwardTarget target) throws WireException;
}
