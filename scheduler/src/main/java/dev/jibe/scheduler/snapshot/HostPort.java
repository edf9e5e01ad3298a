package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;

/** A port of a node that a pod takes. */
public record HostPort(String protocol, String address, int port) {

    static HostPort of(JsonMap port) {
        var protocol = port.string("protocol").isEmpty() ? "TCP" : port.string("protocol");
        return new HostPort(protocol, port.string("hostIP"), (int) port.number("hostPort"));
    }

    public boolean conflictsWith(HostPort other) {
        return port == other.port
                && protocol.equals(other.protocol)
                && (address.equals(other.address) || isAny() || other.isAny());
    }

    private boolean isAny() {
        return address.isEmpty() || address.equals("0.0.0.0");
    }
}
