package dev.jibe.jibe;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a running cluster says of itself in its data directory, for other commands to find it.
 *
 * @param pid of the process
 * @param address where the API is served, as a URL
 * @param delaySeconds how long it goes on when it was told to end
 */
record RunState(long pid, String address, String version, long delaySeconds) {

    private static Path file(Path data) {
        return data.resolve("run.json");
    }

    void write(Path data) throws IOException {
        var json = JsonMap.of("pid", pid, "address", address, "version", version, "delaySeconds", delaySeconds);
        Files.write(file(data), Json.write(json));
    }

    static void remove(Path data) throws IOException {
        Files.deleteIfExists(file(data));
    }

    /** The state of the cluster whose process is still there. */
    static Optional<RunState> read(Path data) {
        try {
            var json = Json.parseMap(Files.readAllBytes(file(data)));
            var state = new RunState(
                    json.number("pid"), json.string("address"), json.string("version"), json.number("delaySeconds"));
            return ProcessHandle.of(state.pid())
                    .filter(ProcessHandle::isAlive)
                    .filter(RunState::isOurs)
                    .map(p -> state);
        } catch (IOException | MalformedException e) {
            return Optional.empty();
        }
    }

    /** A number may have been given to another program since; of a process that has ended nothing can be read. */
    private static boolean isOurs(ProcessHandle process) {
        return process.info().commandLine().map(line -> line.contains("jibe")).orElse(false);
    }
}
