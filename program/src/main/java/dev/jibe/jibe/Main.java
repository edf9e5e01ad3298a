package dev.jibe.jibe;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: one cluster, or what one can do with it from the command line. */
@Command(
        name = "jibe",
        description = "Kubernetes in one process.",
        mixinStandardHelpOptions = true,
        version = "jibe 0.1.0 (Kubernetes v1.36)",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            ImageCommand.class,
            RehearseCommand.class
        })
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        var line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, commandLine, parsed) -> {
            if (failure instanceof UsageException) {
                System.err.println("jibe: " + failure.getMessage());
            } else {
                failure.printStackTrace();
            }
            return 1;
        });
        int code = line.execute(args);
        System.exit(code);
    }
}
