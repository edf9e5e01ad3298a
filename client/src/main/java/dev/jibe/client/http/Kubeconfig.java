package dev.jibe.client.http;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * A kubeconfig file: clusters, users, and contexts that pair them.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/">Organizing
 * cluster access</a>. Credential plugins ({@code exec}) are not supported.
 */
public final class Kubeconfig {
    private final JsonMap tree;
    private final Path folder;

    private Kubeconfig(JsonMap tree, Path folder) {
        this.tree = tree;
        this.folder = folder;
    }

    public static Kubeconfig read(Path file) throws IOException {
        var absolute = file.toAbsolutePath();
        return new Kubeconfig(parse(file, Files.readAllBytes(absolute)), absolute.resolveSibling(""));
    }

    private static JsonMap parse(Path file, byte[] content) throws IOException {
        try {
            if (Yaml.parse(content) instanceof JsonMap map) {
                return map;
            }
        } catch (MalformedException notYaml) {
            throw new IOException(file + ": " + notYaml.getMessage(), notYaml);
        }
        throw new IOException(file + ": not a kubeconfig");
    }

    /** The access that the current context gives. */
    public Access current() throws IOException {
        return context(tree.string("current-context"));
    }

    public Access context(String name) throws IOException {
        var context = named("contexts", name).map("context");
        var cluster = named("clusters", context.string("cluster")).map("cluster");
        var user = context.string("user").isEmpty()
                ? JsonMap.EMPTY
                : named("users", context.string("user")).map("user");
        if (user.has("exec") || user.has("auth-provider")) {
            throw new IOException("kubeconfig: user " + context.string("user")
                    + " needs a credential plugin, which is not supported");
        }
        return new Access(server(cluster.string("server")), tls(cluster, user), token(user));
    }

    private static URI server(String text) throws IOException {
        try {
            return new URI(text);
        } catch (URISyntaxException notAnAddress) {
            throw new IOException("kubeconfig: server: " + notAnAddress.getMessage(), notAnAddress);
        }
    }

    /** A file that is named in this one. */
    private Path file(String name) throws IOException {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException notAName) {
            throw new IOException("kubeconfig: " + notAName.getMessage(), notAName);
        }
    }

    private JsonMap named(String section, String name) throws IOException {
        return tree.list(section)
                .maps()
                .filter(entry -> entry.string("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("kubeconfig: no " + name + " in " + section));
    }

    private ClientTls tls(JsonMap cluster, JsonMap user) throws IOException {
        var authority = text(cluster, "certificate-authority");
        ClientTls tls;
        if (cluster.bool("insecure-skip-tls-verify")) {
            tls = ClientTls.insecure();
        } else {
            tls = authority.isEmpty() ? ClientTls.platform() : ClientTls.trusting(Pem.certificates(authority));
        }
        if (cluster.has("tls-server-name")) {
            tls = tls.expecting(cluster.string("tls-server-name"));
        }
        var certificate = text(user, "client-certificate");
        return certificate.isEmpty() ? tls : tls.as(TlsIdentity.ofPem(certificate, text(user, "client-key")));
    }

    /** A value that is in the file ({@code x-data}, base64), or in another file that it names ({@code x}). */
    private String text(JsonMap section, String key) throws IOException {
        if (section.has(key + "-data")) {
            try {
                return new String(
                        Base64.getMimeDecoder().decode(section.string(key + "-data")), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notBase64) {
                throw new WireException("kubeconfig: " + key + "-data is not base64", notBase64);
            }
        }
        return section.has(key) ? Files.readString(file(section.string(key))) : "";
    }

    private Supplier<String> token(JsonMap user) throws IOException {
        if (!user.has("tokenFile")) {
            return () -> user.string("token");
        }
        var file = file(user.string("tokenFile"));
        return () -> {
            try {
                return Files.readString(file).trim();
            } catch (IOException unreadable) {
                return user.string("token");
            }
        };
    }
}
