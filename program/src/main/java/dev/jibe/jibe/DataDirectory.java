package dev.jibe.jibe;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.Ids;
import dev.jibe.wire.tls.AltNames;
import dev.jibe.wire.tls.CertificateAuthority;
import dev.jibe.wire.tls.CertificateSpec;
import dev.jibe.wire.tls.Keys;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.Subject;
import dev.jibe.wire.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a cluster keeps what outlives the process: its store, keys, certificates, log and kubeconfig. */
public final class DataDirectory {

    private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
    private static final Duration CERTIFICATE_VALIDITY = Duration.ofDays(365);

    /** A certificate with less time left is issued anew at a start. */
    private static final Duration RENEW_BEFORE = Duration.ofDays(60);

    /** Clocks of clients may be behind. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path root;
    private final SecureRandom random = new SecureRandom();

    public DataDirectory(Path root) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        Files.createDirectories(this.root.resolve("pki"));
    }

    public Path root() {
        return root;
    }

    public Path store() {
        return root.resolve("store");
    }

    public Path kubeconfig() {
        return root.resolve("kubeconfig");
    }

    public Path log() {
        return root.resolve("jibe.log");
    }

    /**
     * Who the process is among all that may lead: the same at every start, since the store of a directory is open in one
     * process only. So what was killed need not wait for its own leases to run out.
     */
    public String identity(Ids ids) throws IOException {
        var file = root.resolve("identity");
        if (!Files.exists(file)) {
            write(file, "jibe_" + ids.uuid());
        }
        return Files.readString(file);
    }

    /** The cluster's own authority, made at the first start. */
    public CertificateAuthority authority(Clock clock) throws IOException {
        return authority("ca", "jibe-ca", clock);
    }

    /** The authority of proxies that may name users, made at the first start. */
    public CertificateAuthority frontProxyAuthority(Clock clock) throws IOException {
        return authority("front-proxy-ca", "front-proxy-ca", clock);
    }

    private CertificateAuthority authority(String file, String name, Clock clock) throws IOException {
        var certificate = root.resolve("pki/" + file + ".crt");
        var key = root.resolve("pki/" + file + ".key");
        if (Files.exists(certificate) && Files.exists(key)) {
            return CertificateAuthority.of(
                    TlsIdentity.ofPem(Files.readString(certificate), Files.readString(key)), random);
        }
        var authority = CertificateAuthority.create(name, clock.now().minus(BACKDATED), AUTHORITY_VALIDITY, random);
        write(key, authority.identity().keyPem());
        write(certificate, Pem.write(authority.certificate()));
        return authority;
    }

    /** The server's certificate, renewed when names or time ask for it. */
    public TlsIdentity serverIdentity(CertificateAuthority authority, AltNames names, Clock clock) throws IOException {
        var spec = CertificateSpec.server(Subject.of("kube-apiserver"), names, start(clock), CERTIFICATE_VALIDITY);
        var known = root.resolve("pki/apiserver.names");
        var wanted = names.dnsNames() + " " + names.ipAddresses();
        boolean same = Files.exists(known) && Files.readString(known).equals(wanted);
        var identity = identity("apiserver", authority, spec, clock, same);
        write(known, wanted);
        return identity;
    }

    /** The certificate of a node's API. */
    public TlsIdentity nodeIdentity(CertificateAuthority authority, String node, AltNames names, Clock clock)
            throws IOException {
        var subject = Subject.of("system:node:" + node, "system:nodes");
        return identity(
                "kubelet",
                authority,
                CertificateSpec.server(subject, names, start(clock), CERTIFICATE_VALIDITY),
                clock,
                false);
    }

    /** A client certificate of the cluster's authority. */
    public TlsIdentity clientIdentity(String file, CertificateAuthority authority, Subject subject, Clock clock)
            throws IOException {
        var spec = CertificateSpec.client(subject, start(clock), CERTIFICATE_VALIDITY);
        return identity(file, authority, spec, clock, true);
    }

    /** A certificate that somebody else issued and that was kept here. */
    Optional<TlsIdentity> identity(String file) throws IOException {
        var certificate = root.resolve("pki/" + file + ".crt");
        var key = root.resolve("pki/" + file + ".key");
        return Files.exists(certificate) && Files.exists(key)
                ? Optional.of(TlsIdentity.ofPem(Files.readString(certificate), Files.readString(key)))
                : Optional.empty();
    }

    void keep(String file, TlsIdentity identity) throws IOException {
        write(root.resolve("pki/" + file + ".key"), identity.keyPem());
        write(root.resolve("pki/" + file + ".crt"), identity.certificatePem());
    }

    /** A text that was kept here. */
    Optional<String> text(String file) throws IOException {
        var path = root.resolve(file);
        return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
    }

    void keep(String file, String text) throws IOException {
        write(root.resolve(file), text);
    }

    private static Instant start(Clock clock) {
        return clock.now().minus(BACKDATED);
    }

    private TlsIdentity identity(
            String file, CertificateAuthority authority, CertificateSpec spec, Clock clock, boolean mayKeep)
            throws IOException {
        var certificate = root.resolve("pki/" + file + ".crt");
        var key = root.resolve("pki/" + file + ".key");
        if (mayKeep && Files.exists(certificate) && Files.exists(key)) {
            var kept = TlsIdentity.ofPem(Files.readString(certificate), Files.readString(key));
            var ends = kept.certificate().getNotAfter().toInstant();
            if (clock.now().plus(RENEW_BEFORE).isBefore(ends)) {
                return kept;
            }
        }
        var issued = authority.issue(spec);
        write(key, issued.keyPem());
        write(certificate, issued.certificatePem());
        return issued;
    }

    /** The key that signs tokens of service accounts. */
    public record TokenKeys(PrivateKey privateKey, PublicKey publicKey) {}

    /** New keys: costly, as RSA keys are. */
    public static TokenKeys newTokenKeys() throws IOException {
        var pair = Keys.generateRsa(2048, new SecureRandom());
        return new TokenKeys(pair.getPrivate(), pair.getPublic());
    }

    public TokenKeys tokenKeys() throws IOException {
        var privateFile = root.resolve("pki/sa.key");
        var publicFile = root.resolve("pki/sa.pub");
        if (Files.exists(privateFile) && Files.exists(publicFile)) {
            return new TokenKeys(
                    Pem.privateKey(Files.readString(privateFile)), Pem.publicKey(Files.readString(publicFile)));
        }
        var keys = newTokenKeys();
        use(keys);
        return keys;
    }

    /** Gives a directory the keys that it shall use from now on. */
    public void use(TokenKeys keys) throws IOException {
        write(root.resolve("pki/sa.key"), Pem.write(keys.privateKey()));
        write(root.resolve("pki/sa.pub"), Pem.write(keys.publicKey()));
    }

    /** Writes the administrator's kubeconfig for a server at the address. */
    public void writeKubeconfig(String server, CertificateAuthority authority, TlsIdentity admin) throws IOException {
        write(
                kubeconfig(),
                AdminKubeconfig.of(
                        server, Pem.write(authority.certificate()), admin.certificatePem(), admin.clientKeyPem()));
    }

    /** Replaces the file as a whole, readable by its owner only. */
    private static void write(Path file, String text) throws IOException {
        var parent = file.toAbsolutePath().getParent();
        var temporary = Files.createTempFile(parent, file.getFileName().toString(), ".new");
        if (Files.getFileStore(temporary).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(temporary, OWNER_ONLY);
        }
        Files.writeString(temporary, text);
        Files.move(
                temporary,
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Names under which a local server is reached. */
    static AltNames localNames(String host, String serviceAddress) {
        return AltNames.of(
                List.of(
                        "localhost",
                        "kubernetes",
                        "kubernetes.default",
                        "kubernetes.default.svc",
                        "kubernetes.default.svc.cluster.local"),
                host.equals("127.0.0.1")
                        ? List.of("127.0.0.1", serviceAddress)
                        : List.of("127.0.0.1", host, serviceAddress));
    }
}
