package dev.jibe.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program of the system that changes its network. */
public final class Tool {

    private Tool() {}

    /**
     * Runs one to its end; answers what it said.
     *
     * @param from the package that it comes with
     * @param input what it reads
     * @throws NetworkException if it is not there, or refuses
     */
    public static String run(String from, List<String> command, String input) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new NetworkException(String.join(" ", command) + ": " + said.strip());
            }
            return said;
        } catch (IOException e) {
            throw new NetworkException("cannot run " + command.getFirst() + "; install the package " + from, e);
        }
    }
}
