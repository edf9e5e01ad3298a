package dev.jibe.server.subresource;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.AdmissionChain;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Reading;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.ForwardTarget;
import dev.jibe.server.request.Query;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.wire.http.Headers;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Logs, exec, attach, port-forward and proxy: the request goes on to the pod's node, the pod or the service. */
final class Forwarding implements Subresource {

    private static final int NODE_AGENT_PORT = 10250;
    private static final Map<String, String> NODE_PATHS =
            Map.of("log", "containerLogs", "exec", "exec", "attach", "attach", "portforward", "portForward");

    /** What the node agent calls the parameters of its streams. */
    private static final Map<String, String> STREAMS =
            Map.of("stdin", "input", "stdout", "output", "stderr", "error", "tty", "tty");

    private final AdmissionChain admission;
    private final Reading reading;
    private final Resources resources;

    Forwarding(AdmissionChain admission, Reading reading, Resources resources) {
        this.admission = admission;
        this.reading = reading;
        this.resources = resources;
    }

    @Override
    public ApiResponse answer(
            ApiRequest request, RequestInfo info, Resource resource, User user, List<String> warnings) {
        if (!info.subresource().equals("log")) {
            var context = new WriteContext(user, false, new ArrayList<>());
            var options = ConnectOptions.of(request, info);
            admission.admit(context.attributes(
                    Operation.CONNECT,
                    resource,
                    info.subresource(),
                    info.namespace(),
                    info.name(),
                    options,
                    JsonMap.EMPTY));
        }
        if (info.subresource().equals("log")) {
            return log(request, info, resource);
        }
        var proxy = proxyPath(request, info);
        var target = switch (info.resource() + "/" + info.subresource()) {
            case "pods/exec", "pods/attach", "pods/portforward" -> toNode(request, info, resource);
            case "pods/proxy" -> toPod(request, info, resource).proxiedAt(proxy);
            case "services/proxy" -> toService(request, info).proxiedAt(proxy);
            case "nodes/proxy" -> toNodeProxy(request, info, resource).proxiedAt(proxy);
            default -> throw ApiException.unknownResource();
        };
        boolean isRoot = info.subresource().equals("proxy") && request.path().equals(proxy);
        return isRoot && isRead(request) ? toRoot(request) : new ApiResponse.Forward(target);
    }

    /** The log of a pod that no node has yet is empty. */
    private ApiResponse log(ApiRequest request, RequestInfo info, Resource resource) {
        LogOptions.check(request.query(), info.name());
        var pod = reading.get(resource, info.namespace(), info.name(), Query.EMPTY);
        if (pod.map("spec").string("nodeName").isEmpty()) {
            container(pod, request.query().get("container"), info.name());
            return new ApiResponse.Plain(204, "", Headers.EMPTY, new byte[0]);
        }
        return new ApiResponse.Forward(toNode(request, info, resource));
    }

    private ForwardTarget toNode(ApiRequest request, RequestInfo info, Resource resource) {
        var pod = reading.get(resource, info.namespace(), info.name(), Query.EMPTY);
        var nodeName = pod.map("spec").string("nodeName");
        var action = info.subresource();
        var container = action.equals("portforward")
                ? ""
                : container(pod, request.query().get("container"), info.name());
        if (nodeName.isEmpty()) {
            throw ApiException.badRequest("pod " + info.name() + " does not have a host assigned");
        }
        var path = "/" + NODE_PATHS.get(action) + "/" + info.namespace() + "/" + info.name();
        path = container.isEmpty() ? path : path + "/" + container;
        var address = address(node(nodeName, resource));
        return new ForwardTarget("https", address.host(), address.port(), path + query(request.query(), action), true);
    }

    private static String container(JsonMap pod, String asked, String podName) {
        var spec = pod.map("spec");
        var names = spec.list("containers").maps().map(c -> c.string("name")).toList();
        var initNames =
                spec.list("initContainers").maps().map(c -> c.string("name")).toList();
        var ephemeral = spec.list("ephemeralContainers")
                .maps()
                .map(c -> c.string("name"))
                .toList();
        if (asked.isEmpty()) {
            var annotated = pod.map("metadata").map("annotations").string("kubectl.kubernetes.io/default-container");
            if (names.size() == 1) {
                return names.getFirst();
            }
            if (names.contains(annotated)) {
                return annotated;
            }
            var text = initNames.isEmpty()
                    ? "choose one of: " + bracketed(names)
                    : "choose one of: " + bracketed(names) + " or one of the init containers: " + bracketed(initNames);
            throw ApiException.badRequest("a container name must be specified for pod " + podName + ", " + text);
        }
        if (!names.contains(asked) && !initNames.contains(asked) && !ephemeral.contains(asked)) {
            throw ApiException.badRequest("container " + asked + " is not valid for pod " + podName);
        }
        return asked;
    }

    private static String bracketed(List<String> names) {
        return "[" + String.join(" ", names) + "]";
    }

    private static String query(Query query, String action) {
        var text = new StringBuilder();
        query.values().forEach((key, values) -> {
            var name = action.equals("exec") || action.equals("attach") ? STREAMS.getOrDefault(key, key) : key;
            if (key.equals("container") || (action.equals("portforward") && !key.equals("ports"))) {
                return;
            }
            for (var value : values) {
                var sent = STREAMS.containsKey(key) ? (flag(value) ? "1" : "0") : value;
                text.append(text.isEmpty() ? "?" : "&")
                        .append(encode(name))
                        .append('=')
                        .append(encode(sent));
            }
        });
        return text.toString();
    }

    private static boolean flag(String value) {
        return value.equals("true") || value.equals("1");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private record Address(String host, int port) {}

    /** Of a node that is not there upstream says that it is none of what the request is about. */
    private JsonMap node(String name, Resource asked) {
        try {
            return reading.get(resources.get("", "v1", "nodes"), "", name, Query.EMPTY);
        } catch (ApiException e) {
            throw e.code() == 404 ? ApiException.notFound(asked.named(), name) : e;
        }
    }

    private static Address address(JsonMap node) {
        var status = node.map("status");
        long port = status.map("daemonEndpoints").map("kubeletEndpoint").number("Port");
        var addresses = status.list("addresses").maps().toList();
        for (var type : List.of("InternalIP", "Hostname", "InternalDNS", "ExternalIP")) {
            for (var address : addresses) {
                if (address.string("type").equals(type)) {
                    return new Address(address.string("address"), port == 0 ? NODE_AGENT_PORT : (int) port);
                }
            }
        }
        throw ApiException.unavailable("no preferred addresses found; known addresses: []");
    }

    private ForwardTarget toNodeProxy(ApiRequest request, RequestInfo info, Resource resource) {
        var address = address(reading.get(resource, "", info.name().split(":", -1)[0], Query.EMPTY));
        return new ForwardTarget("https", address.host(), address.port(), tail(request, info), true);
    }

    private ForwardTarget toPod(ApiRequest request, RequestInfo info, Resource resource) {
        var reference = ProxyReference.parse(info.name());
        var pod = reading.get(resource, info.namespace(), reference.name(), Query.EMPTY);
        var host = pod.map("status").string("podIP");
        if (!isOfNetwork(host)) {
            throw ApiException.badRequest("address not allowed");
        }
        int port = reference.port().isEmpty() ? podPort(pod) : reference.portNumber(podPorts(pod));
        return new ForwardTarget(reference.scheme(), host, port, tail(request, info), false);
    }

    /** Whether an address is one that others can have, and so not this machine's own. */
    private static boolean isOfNetwork(String host) {
        try {
            var address = InetAddress.ofLiteral(host);
            return !address.isAnyLocalAddress()
                    && !address.isLoopbackAddress()
                    && !address.isMulticastAddress()
                    && !address.isLinkLocalAddress()
                    && !host.equals("255.255.255.255");
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static int podPort(JsonMap pod) {
        return (int) pod.map("spec")
                .list("containers")
                .maps()
                .flatMap(c -> c.list("ports").maps())
                .mapToLong(p -> p.number("containerPort"))
                .findFirst()
                .orElse(80);
    }

    private static Map<String, Integer> podPorts(JsonMap pod) {
        var ports = new java.util.HashMap<String, Integer>();
        pod.map("spec")
                .list("containers")
                .maps()
                .flatMap(c -> c.list("ports").maps())
                .forEach(p -> ports.put(p.string("name"), (int) p.number("containerPort")));
        return ports;
    }

    /** The first address of a pod behind the port, which goes by its name; whoever gives its number means that name. */
    private ForwardTarget toService(ApiRequest request, RequestInfo info) {
        var reference = ProxyReference.parse(info.name());
        var service = reading.get(resources.get("", "v1", "services"), info.namespace(), reference.name(), Query.EMPTY);
        var port = portName(reference, service);
        var endpoints =
                reading.get(resources.get("", "v1", "endpoints"), info.namespace(), reference.name(), Query.EMPTY);
        for (var subset : endpoints.list("subsets").maps().toList()) {
            for (var served : subset.list("ports").maps().toList()) {
                if (!served.string("name").equals(port)) {
                    continue;
                }
                var host = subset.list("addresses")
                        .maps()
                        .filter(address -> isOfPod(address, info.namespace()))
                        .map(address -> address.string("ip"))
                        .findFirst();
                if (host.isPresent()) {
                    return new ForwardTarget(
                            reference.scheme(), host.get(), (int) served.number("port"), tail(request, info), false);
                }
            }
        }
        throw ApiException.unavailable("no endpoints available for service \"" + info.name() + "\"");
    }

    private static String portName(ProxyReference reference, JsonMap service) {
        if (!reference.port().matches("[+-]?\\d{1,18}")) {
            return reference.port();
        }
        long number = Long.parseLong(reference.port());
        return service.map("spec")
                .list("ports")
                .maps()
                .filter(port -> port.number("port") == number)
                .map(port -> port.string("name"))
                .findFirst()
                .orElseThrow(() -> ApiException.unavailable(
                        "no service port " + number + " found for service \"" + reference.name() + "\""));
    }

    private boolean isOfPod(JsonMap address, String namespace) {
        var target = address.map("targetRef");
        var pod = reading.latest().get("pods", Resource.key(namespace, target.string("name")));
        return target.string("namespace").equals(namespace)
                && pod != null
                && pod.value()
                        .map("status")
                        .list("podIPs")
                        .maps()
                        .anyMatch(ip -> ip.string("ip").equals(address.string("ip")));
    }

    private static boolean isRead(ApiRequest request) {
        boolean isRead = request.method().equals("GET") || request.method().equals("HEAD");
        return isRead && !request.headers().hasToken("connection", "upgrade");
    }

    /** A browser that is at the proxy's own path would take links for those of its parent. */
    private static ApiResponse toRoot(ApiRequest request) {
        var location = request.path() + "/" + query(request);
        return new ApiResponse.Plain(301, "", Headers.of("location", location), new byte[0]);
    }

    /** The path of the proxy itself, without what is asked of what is behind it. */
    private static String proxyPath(ApiRequest request, RequestInfo info) {
        var marker = "/" + info.name() + "/proxy";
        int at = request.path().indexOf(marker);
        return at < 0 ? request.path() : request.path().substring(0, at + marker.length());
    }

    private static String tail(ApiRequest request, RequestInfo info) {
        var rest = request.path().substring(proxyPath(request, info).length());
        return (rest.isEmpty() ? "/" : rest) + query(request);
    }

    private static String query(ApiRequest request) {
        var text = new StringBuilder();
        boolean[] first = {true};
        request.query()
                .values()
                .forEach((key, values) -> values.forEach(value -> {
                    text.append(first[0] ? '?' : '&')
                            .append(encode(key))
                            .append('=')
                            .append(encode(value));
                    first[0] = false;
                }));
        return text.toString();
    }
}
