package dev.jibe.jibe;

import static dev.jibe.jibe.Arguments.value;

import dev.jibe.wire.http.server.Limits;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import org.apache.commons.cli.Option;

/** The options that say how much clients may ask at once and for how long, by upstream's names. */
final class ServingOptions {

    private static final int READS = 400;
    private static final int WRITES = 200;
    private static final int WATCH_SECONDS = 1800;
    private static final double MOST_GOAWAYS = 0.02;

    private static final Option ADVERTISED = value(
            "advertise-address",
            "A",
            "the address under which nodes and pods reach the API server (default: the one that this machine speaks from)");
    private static final Option MOST_READS = value(
            "max-requests-inflight",
            "N",
            "requests at the same time, together with those below; without priority and fairness those that read, and 0"
                    + " is any number (default: " + READS + ")");
    private static final Option MOST_WRITES =
            value("max-mutating-requests-inflight", "N", "the same of requests that write (default: " + WRITES + ")");
    private static final Option FAIR = Arguments.bool(
            "enable-priority-and-fairness", "whether requests wait in queues by priority and by who asks");
    private static final Option TIMEOUT =
            value("request-timeout", "TIME", "how long a request may take (default: 1m0s)");
    private static final Option WATCH_TIME = value(
            "min-request-timeout",
            "SECONDS",
            "how long a watch lives at least, and half of the most (default: " + WATCH_SECONDS + ")");
    private static final Option STREAMS = value(
            "http2-max-streams-per-connection",
            "N",
            "requests at the same time on a connection (default: " + Limits.DEFAULT.maxConcurrentStreams() + ")");
    private static final Option GOAWAY = value(
            "goaway-chance",
            "FRACTION",
            "of requests on HTTP/2 after which clients have to connect again, at most 0.02 (default: 0)");
    private static final Option SHUTDOWN_DELAY = value(
            "shutdown-delay-duration",
            "TIME",
            "how long the server goes on when it was told to end, and says that it is not ready (default: 0s)");

    static final List<Option> ALL =
            List.of(ADVERTISED, MOST_READS, MOST_WRITES, FAIR, TIMEOUT, WATCH_TIME, STREAMS, GOAWAY, SHUTDOWN_DELAY);

    private ServingOptions() {}

    static ServerSettings.Serving serving(Arguments arguments) {
        int streams = arguments.amount(STREAMS, 0);
        var timeout = arguments.span(TIMEOUT, Limits.DEFAULT.requestTimeout());
        if (timeout.isZero()) {
            throw new UsageException("--request-timeout: no request is answered in 0s; name a time such as 1m0s");
        }
        var limits = Limits.DEFAULT.withRequestTimeout(timeout);
        return new ServerSettings.Serving(
                arguments.text(ADVERTISED).map(ServingOptions::reachable),
                streams == 0 ? limits : limits.withMaxConcurrentStreams(streams),
                seats(arguments),
                Duration.ofSeconds(arguments.amount(WATCH_TIME, WATCH_SECONDS)),
                goaways(arguments),
                arguments.span(SHUTDOWN_DELAY, Duration.ZERO));
    }

    private static ServerSettings.Seats seats(Arguments arguments) {
        var seats = new ServerSettings.Seats(
                arguments.amount(MOST_READS, READS),
                arguments.amount(MOST_WRITES, WRITES),
                arguments.truth(FAIR, true));
        if (seats.fair() && seats.reads() + seats.writes() == 0) {
            throw new UsageException(
                    "invalid configuration: MaxRequestsInFlight=0 and MaxMutatingRequestsInFlight=0; they"
                            + " must add up to something positive");
        }
        return seats;
    }

    private static double goaways(Arguments arguments) {
        var text = arguments.text(GOAWAY).orElse("0");
        try {
            double chance = Double.parseDouble(text);
            if (chance >= 0 && chance <= MOST_GOAWAYS) {
                return chance;
            }
        } catch (NumberFormatException e) {
            throw new UsageException("--goaway-chance: '" + text + "' is not a number", e);
        }
        throw new UsageException("--goaway-chance can not be less than 0 or greater than 0.02");
    }

    private static String reachable(String address) {
        if (!isReachable(address)) {
            throw new UsageException("--advertise-address: '" + address
                    + "' is no IPv4 address that pods can reach; name one of this machine's, such as 192.0.2.1");
        }
        return address;
    }

    private static boolean isReachable(String address) {
        if (!address.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}")) {
            return false;
        }
        try {
            var known = Inet4Address.ofLiteral(address);
            return !known.isLoopbackAddress()
                    && !known.isAnyLocalAddress()
                    && !known.isLinkLocalAddress()
                    && !known.isMulticastAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
