package dev.jibe.jibe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A cluster that stays when the command that started it ends.
 *
 * <p>The command starts itself once more without {@code --background} and passes on what that process prints, until it
 * says that it is ready or ends.
 */
final class Background {

    /** Set for the process that stays; it has one line to say to its parent. */
    private static final String CHILD = "JIBE_BACKGROUND";

    private static final String READY = "\u0004ready";

    private Background() {}

    static int start(Path directory) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        commandLine().stream()
                .filter(argument -> !argument.equals("--background"))
                .forEach(command::add);
        var builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("jibe.err").toFile()));
        builder.environment().put(CHILD, "1");
        var process = builder.start();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(READY)) {
                    return 0;
                }
                System.out.println(line);
            }
        }
        int code = process.waitFor();
        throw new UsageException("the cluster did not start (exit code " + code + "): " + lastLine(directory));
    }

    /** What this process was started with; of a long one the JDK itself knows only a part, and tells none. */
    private static List<String> commandLine() throws IOException {
        var linux = Path.of("/proc/self/cmdline");
        if (Files.isReadable(linux)) {
            return List.of(Files.readString(linux).split("\0"));
        }
        var self = ProcessHandle.current().info();
        var line = new ArrayList<String>();
        line.add(self.command().orElseThrow(() -> new UsageException("cannot read my own command line")));
        line.addAll(List.of(self.arguments().orElseThrow(() -> new UsageException("cannot read my own command line"))));
        return line;
    }

    private static String lastLine(Path directory) throws IOException {
        var lines = Files.readAllLines(directory.resolve("jibe.err"));
        return lines.isEmpty() ? "look at " + directory.resolve("jibe.log") : lines.getLast();
    }

    /** Tells a waiting parent that it may go, and says nothing more from then on. */
    static void announceReady() {
        if (System.getenv(CHILD) != null) {
            System.out.println(READY);
            System.out.flush();
            System.setOut(new PrintStream(java.io.OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        }
    }
}
