package dev.jibe.server.aggregation;

import dev.jibe.object.JsonMap;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.TlsIdentity;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * One version of a group that another server serves, as its APIService object describes it.
 *
 * @param problem why the server cannot be spoken to at all; empty if it can
 * @param available whether the last check has passed
 */
public record RemoteApi(
        String group,
        String version,
        String namespace,
        String service,
        int port,
        long groupPriority,
        long versionPriority,
        ClientTls tls,
        String problem,
        boolean available) {

    private static final int DEFAULT_PORT = 443;

    /** @param proxy who this server is to the others */
    static RemoteApi of(JsonMap object, TlsIdentity proxy) {
        var spec = object.map("spec");
        var service = spec.map("service");
        var namespace = service.string("namespace");
        var name = service.string("name");
        var problem = "";
        var tls = ClientTls.platform();
        try {
            tls = trust(spec);
        } catch (IllegalArgumentException | WireException e) {
            problem = "unable to load root certificates: " + e.getMessage();
        }
        return new RemoteApi(
                spec.string("group"),
                spec.string("version"),
                namespace,
                name,
                service.has("port") ? (int) service.number("port") : DEFAULT_PORT,
                spec.number("groupPriorityMinimum"),
                spec.number("versionPriority"),
                tls.as(proxy).expecting(name + "." + namespace + ".svc"),
                problem,
                isAvailable(object));
    }

    private static ClientTls trust(JsonMap spec) throws WireException {
        if (spec.bool("insecureSkipTLSVerify")) {
            return ClientTls.insecure();
        }
        var bundle = spec.string("caBundle");
        if (bundle.isEmpty()) {
            return ClientTls.platform();
        }
        var pem = new String(Base64.getMimeDecoder().decode(bundle), StandardCharsets.UTF_8);
        return ClientTls.trusting(Pem.certificates(pem));
    }

    /** Whether the API is said to be available. */
    public static boolean isAvailable(JsonMap object) {
        return object.map("status")
                .list("conditions")
                .maps()
                .anyMatch(condition -> condition.string("type").equals("Available")
                        && condition.string("status").equals("True"));
    }

    /** The name of its APIService object. */
    public String name() {
        return version + "." + group;
    }

    /** The path that everything of it is under. */
    public String path() {
        return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    }

    boolean isOf(String serviceNamespace, String serviceName) {
        return namespace.equals(serviceNamespace) && service.equals(serviceName);
    }

    /** Whether everything but its state is the same. */
    boolean isSameAs(RemoteApi other) {
        return with(other.available()).equals(other);
    }

    private RemoteApi with(boolean state) {
        return new RemoteApi(
                group, version, namespace, service, port, groupPriority, versionPriority, tls, problem, state);
    }
}
