package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.client.Client;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.ServiceAccount;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.tls.CertificateAuthority;
import dev.jibe.wire.tls.CertificateSpec;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.tls.Subject;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Callers who are not who they say, or no longer. */
@JibeTest(nodes = 0, virtualClock = true)
final class BadIdentityTest {

    private static final String PODS = "/api/v1/pods";
    private static final Subject ADMIN = Subject.of("kubernetes-admin", "system:masters");

    @Test
    void nobodyMayNotListPods(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            assertEquals(403, raw.get(PODS, raw.nobody()).code());
            assertEquals(200, raw.get("/version", raw.nobody()).code());
        }
    }

    @Test
    void theAdministratorMay(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            assertEquals(200, raw.get(PODS, raw.admin()).code());
        }
    }

    @Test
    void anExpiredCertificate(Jibe cluster) throws IOException {
        refused(cluster, cluster.cluster().authority(), cluster.clock().now().minus(Duration.ofDays(2)));
    }

    @Test
    void aCertificateFromTheFuture(Jibe cluster) throws IOException {
        refused(cluster, cluster.cluster().authority(), cluster.clock().now().plus(Duration.ofDays(2)));
    }

    @Test
    void aCertificateOfAnotherAuthority(Jibe cluster) throws IOException {
        var now = Clock.system().now().minusSeconds(60);
        var foreign = CertificateAuthority.create("jibe-ca", now, Duration.ofDays(1), new SecureRandom());
        refused(cluster, foreign, now);
    }

    private static void refused(Jibe cluster, CertificateAuthority authority, Instant from) throws IOException {
        var identity = authority.issue(CertificateSpec.client(ADMIN, from, Duration.ofDays(1)));
        try (var raw = new Raw(cluster)) {
            ClientTls tls = raw.nobody().as(identity);
            assertEquals(401, raw.get(PODS, tls).code());
        }
    }

    @Test
    void aTokenIsGoodUntilItExpires(Jibe cluster, Client client, TestNamespace namespace, VirtualClock clock)
            throws IOException {
        var token = token(client, namespace.name());
        try (var raw = new Raw(cluster)) {
            assertEquals(403, raw.getWithToken(PODS, token).code());
            clock.advance(Duration.ofHours(2));
            assertEquals(401, raw.getWithToken(PODS, token).code());
        }
    }

    @Test
    void aTokenOfAnotherClusterIsNoToken(Jibe cluster) throws IOException {
        try (var other = Jibe.start(JibeOptions.DEFAULT.withNodes(0));
                var raw = new Raw(cluster)) {
            assertEquals(
                    401,
                    raw.getWithToken(PODS, token(other.client(), "default")).code());
        }
    }

    @Test
    void tokensThatAreNone(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            assertEquals(401, raw.getWithToken(PODS, "x").code());
            assertEquals(401, raw.getWithToken(PODS, "a.b.c").code());
            assertEquals(401, raw.getWithToken(PODS, "eyJhbGciOiJub25lIn0.e30.").code());
        }
    }

    private static String token(Client client, String namespace) {
        if (client.of(ServiceAccount.KIND).find(namespace, "robot").isEmpty()) {
            client.of(ServiceAccount.KIND).create(ServiceAccount.KIND.create(namespace, "robot"));
        }
        var request = JsonMap.of(
                "apiVersion", "authentication.k8s.io/v1",
                "kind", "TokenRequest",
                "spec", JsonMap.of("expirationSeconds", 3600L));
        return client.of(ServiceAccount.KIND)
                .post(namespace, "robot", "token", request)
                .map("status")
                .string("token");
    }
}
