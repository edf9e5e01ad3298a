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
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Says whether a cluster runs, and where. */
final class StatusCommand implements Command {

    private static final int NOT_RUNNING = 3;

    private static final Option OUTPUT = Option.builder("o")
            .longOpt("output")
            .hasArg()
            .argName("FORMAT")
            .desc("json, or nothing for people")
            .get();

    @Override
    public String words() {
        return "status";
    }

    @Override
    public String description() {
        return "Say whether the cluster runs, and where.";
    }

    @Override
    public Options options() {
        return new Options().addOption(DataOption.OPTION).addOption(OUTPUT);
    }

    @Override
    public int run(Arguments arguments) throws IOException {
        var directory = DataOption.path(arguments);
        boolean json = arguments.text(OUTPUT).orElse("").equals("json");
        var state = RunState.read(directory);
        if (state.isEmpty()) {
            System.out.println(json ? Json.text(JsonMap.of("running", false)) : "no cluster runs on " + directory);
            return NOT_RUNNING;
        }
        var running = state.get();
        var nodes = nodes(directory);
        if (json) {
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

    private static List<Node> nodes(Path directory) throws IOException {
        var access = Kubeconfig.read(directory.resolve("kubeconfig")).current();
        try (var http = new HttpClient(Clock.system())) {
            return new Client(new HttpTransport(http, access, "jibe"))
                    .of(Node.KIND)
                    .list("", Selectors.ALL)
                    .items();
        }
    }
}
