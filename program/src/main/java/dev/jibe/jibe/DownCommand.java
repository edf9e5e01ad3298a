package dev.jibe.jibe;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.cli.Options;

/** Stops a running cluster; its data stays. */
final class DownCommand implements Command {

    private static final int WAIT_SECONDS = 60;

    @Override
    public String words() {
        return "down";
    }

    @Override
    public String description() {
        return "Stop the cluster; its data stays.";
    }

    @Override
    public Options options() {
        return new Options().addOption(DataOption.OPTION);
    }

    @Override
    public int run(Arguments arguments) throws InterruptedException, ExecutionException {
        var directory = DataOption.path(arguments);
        var state = RunState.read(directory);
        if (state.isEmpty()) {
            System.out.println("no cluster runs on " + directory);
            return 0;
        }
        var process = ProcessHandle.of(state.get().pid());
        if (process.isPresent()) {
            long seconds = WAIT_SECONDS + state.get().delaySeconds();
            process.get().destroy();
            try {
                process.get().onExit().get(seconds, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new UsageException(
                        "process " + state.get().pid() + " did not end within " + seconds + " s; look at "
                                + directory.resolve("jibe.log"),
                        e);
            }
        }
        System.out.println("stopped");
        return 0;
    }
}
