package dev.jibe.network.pods;

import dev.jibe.network.NetworkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The programs of iproute2. */
final class IpTool {

    private IpTool() {}

    /** Runs one to its end; answers what it said. */
    static String run(String program, String... words) throws InterruptedException {
        var command = new ArrayList<String>(List.of(program));
        command.addAll(List.of(words));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new NetworkException(String.join(" ", command) + ": " + said.strip());
            }
            return said;
        } catch (IOException e) {
            throw new NetworkException("cannot run " + program + "; install the package iproute2", e);
        }
    }
}
