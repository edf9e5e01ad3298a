package dev.jibe.jibe;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says whether a cluster runs, and where. */
@Command(name = "status", description = "Say whether the cluster runs, and where.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "json, or nothing for people")
    private String output = "";

    @Override
    public Integer call() {
        var state = RunState.read(data.path());
        if (output.equals("json")) {
            var json = state.map(s ->
                            JsonMap.of("running", true, "pid", s.pid(), "address", s.address(), "version", s.version()))
                    .orElse(JsonMap.of("running", false));
            System.out.println(Json.text(json));
        } else {
            System.out.println(
                    state.map(s -> "running: pid " + s.pid() + ", " + s.address() + ", version " + s.version())
                            .orElse("no cluster runs on " + data.path()));
        }
        return state.isPresent() ? 0 : 3;
    }
}
