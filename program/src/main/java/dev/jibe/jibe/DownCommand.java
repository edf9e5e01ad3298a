package dev.jibe.jibe;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops a running cluster; its data stays. */
@Command(name = "down", description = "Stop the cluster; its data stays.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

    private static final int WAIT_SECONDS = 60;

    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        var state = RunState.read(data.path());
        if (state.isEmpty()) {
            System.out.println("no cluster runs on " + data.path());
            return 0;
        }
        var process = ProcessHandle.of(state.get().pid());
        if (process.isPresent()) {
            process.get().destroy();
            try {
                process.get().onExit().get(WAIT_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new UsageException(
                        "process " + state.get().pid() + " did not end within " + WAIT_SECONDS + " s; look at "
                                + data.path().resolve("jibe.log"),
                        e);
            }
        }
        System.out.println("stopped");
        return 0;
    }
}
