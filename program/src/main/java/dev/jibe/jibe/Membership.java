package dev.jibe.jibe;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What a machine knows of the cluster that it belongs to, and by which certificate that knows it. */
record Membership(JoinInfo info, TlsIdentity identity) {
    private static final String FILE = "node-client";
    private static final String INFO = "cluster.json";

    /** A certificate with less time left is asked for anew, which takes a token. */
    private static final Duration LEAST_LEFT = Duration.ofDays(7);

    /** That of an earlier start, or a new one. */
    static Membership of(DataDirectory data, AgentConfig config, Enrollment enrollment, Clock clock)
            throws IOException {
        Optional<Membership> kept = read(data);
        boolean isGood = kept.map(membership ->
                        membership.identity().certificate().getNotAfter().toInstant())
                .filter(clock.now().plus(LEAST_LEFT)::isBefore)
                .isPresent();
        if (isGood
                && kept.orElseThrow()
                        .identity()
                        .certificate()
                        .getSubjectX500Principal()
                        .getName()
                        .contains("CN=system:node:" + config.node() + ",")) {
            return kept.orElseThrow();
        }
        if (config.token().isEmpty() || config.pin().isEmpty()) {
            throw new UsageException("to join, say --token and --discovery-token-ca-cert-hash;"
                    + " the cluster's machine prints them with: jibe token create");
        }
        var info = enrollment.discover(config.pin());
        var authority = Pem.certificates(info.authorityPem()).getFirst();
        var joined = new Membership(info, enrollment.clientIdentity(authority, config.token(), config.node()));
        joined.write(data);
        return joined;
    }

    private static Optional<Membership> read(DataDirectory data) throws IOException {
        var known = data.text(INFO);
        var identity = data.identity(FILE);
        return known.isEmpty() || identity.isEmpty()
                ? Optional.empty()
                : Optional.of(new Membership(
                        JoinInfo.of(Json.parseMap(known.get().getBytes(StandardCharsets.UTF_8))), identity.get()));
    }

    private void write(DataDirectory data) throws IOException {
        data.keep(FILE, identity);
        JsonMap object = info.object();
        data.keep(INFO, Json.text(object));
    }
}
