package dev.jibe.jibe;

import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.client.http.HttpTransport;
import dev.jibe.client.http.Kubeconfig;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.http.client.HttpClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says whether a cluster runs, and where. */
@Command(name = "status", description = "Say whether the cluster runs, and where.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    private static final int NOT_RUNNING = 3;

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "json, or nothing for people")
    private String output = "";

    @Override
    public Integer call() throws Exception {
        var state = RunState.read(data.path());
        if (state.isEmpty()) {
            System.out.println(
                    output.equals("json")
                            ? Json.text(JsonMap.of("running", false))
                            : "no cluster runs on " + data.path());
            return NOT_RUNNING;
        }
        var running = state.get();
        var nodes = nodes();
        if (output.equals("json")) {
            var names = nodes.stream()
                    .map(node -> JsonMap.of("name", node.name(), "ready", NodesReady.isReady(node)))
                    .toList();
            System.out.println(Json.text(JsonMap.of(
                    "running",
                    true,
                    "pid",
                    running.pid(),
                    "address",
                    running.address(),
                    "version",
                    running.version(),
                    "nodes",
                    JsonList.copyOf(names))));
        } else {
            System.out.println(
                    "running: pid " + running.pid() + ", " + running.address() + ", version " + running.version());
            nodes.forEach(node ->
                    System.out.println("node " + node.name() + (NodesReady.isReady(node) ? ": ready" : ": not ready")));
        }
        return 0;
    }

    private List<Node> nodes() throws IOException {
        var access = Kubeconfig.read(data.path().resolve("kubeconfig")).current();
        try (var http = new HttpClient(Clock.system())) {
            return new Client(new HttpTransport(http, access, "jibe"))
                    .of(Node.KIND)
                    .list("", Selectors.ALL)
                    .items();
        }
    }
}
