package dev.jibe.testkit;

import dev.jibe.runtime.Clock;
import dev.jibe.wire.http.server.Handler;
import dev.jibe.wire.http.server.HttpServer;
import dev.jibe.wire.http.server.ServerConfig;
import dev.jibe.wire.tls.AltNames;
import dev.jibe.wire.tls.CertificateSpec;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.Subject;
import dev.jibe.wire.tls.TlsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * A webhook on this machine, with a certificate of the cluster's authority.
 *
 * @param bundle the authority, as configurations of webhooks name it
 */
record Hook(HttpServer server, String bundle) implements AutoCloseable {

    static Hook start(Jibe cluster, Handler handler) throws IOException {
        var authority = cluster.cluster().authority();
        var now = Clock.system().now().minusSeconds(60);
        var identity = authority.issue(CertificateSpec.server(
                Subject.of("hook"), AltNames.of(List.of(), List.of("127.0.0.1")), now, Duration.ofDays(1)));
        var tls = new TlsConfig(identity, List.of(authority.certificate()));
        var bundle = Base64.getEncoder()
                .encodeToString(Pem.write(authority.certificate()).getBytes(StandardCharsets.UTF_8));
        return new Hook(HttpServer.start(ServerConfig.https("127.0.0.1", 0, tls, Clock.system()), handler), bundle);
    }

    String url() {
        return "https://127.0.0.1:" + server.address().getPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
