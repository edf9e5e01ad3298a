package dev.jibe.server.subresource;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.Query;
import dev.jibe.server.request.RequestInfo;

/** The options of a connection as the object that admission looks at. */
final class ConnectOptions {

    private ConnectOptions() {}

    static JsonMap of(ApiRequest request, RequestInfo info) {
        var query = request.query();
        return switch (info.subresource()) {
            case "exec" -> withCommand(streams(query, "PodExecOptions"), query);
            case "attach" -> streams(query, "PodAttachOptions");
            case "portforward" -> ports(query);
            default -> proxy(query, info);
        };
    }

    private static JsonMap of(String kind) {
        return JsonMap.of("apiVersion", "v1", "kind", kind);
    }

    private static JsonMap streams(Query query, String kind) {
        var options = of(kind);
        for (var key : new String[] {"stdin", "stdout", "stderr", "tty"}) {
            options = query.flag(key) ? options.with(key, true) : options;
        }
        var container = query.get("container");
        return container.isEmpty() ? options : options.with("container", container);
    }

    private static JsonMap withCommand(JsonMap options, Query query) {
        var command = query.all("command");
        return command.isEmpty() ? options : options.with("command", JsonList.copyOf(command));
    }

    private static JsonMap ports(Query query) {
        var options = of("PodPortForwardOptions");
        var ports = query.all("ports").stream()
                .filter(port -> port.matches("\\d{1,5}"))
                .map(Long::valueOf)
                .toList();
        return ports.isEmpty() ? options : options.with("ports", JsonList.copyOf(ports));
    }

    private static JsonMap proxy(Query query, RequestInfo info) {
        var options = of(
                switch (info.resource()) {
                    case "services" -> "ServiceProxyOptions";
                    case "nodes" -> "NodeProxyOptions";
                    default -> "PodProxyOptions";
                });
        var path = query.has("path") ? query.get("path") : info.tail();
        return path.isEmpty() ? options : options.with("path", path);
    }
}
