package dev.jibe.node.pods;

import dev.jibe.node.launch.LaunchFailure;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.LifecycleHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Runs what a container wants run just after its start and just before its end.
 *
 * <p>See https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/.
 */
final class Hooks {
    private static final Duration HTTP_LIMIT = Duration.ofMinutes(1);

    private final PodServices services;

    Hooks(PodServices services) {
        this.services = services;
    }

    void run(LifecycleHandler hook, Container container, String containerId, String podIp, Duration limit) {
        if (hook.hasExec()) {
            var outcome = services.runtime().exec(containerId, hook.exec().command(), limit);
            if (outcome.exitCode() != 0) {
                throw new LaunchFailure(
                        "HookFailed",
                        "command " + hook.exec().command() + " exited with " + outcome.exitCode() + ": "
                                + new String(outcome.stderr(), StandardCharsets.UTF_8).strip());
            }
        } else if (hook.hasHttpGet()) {
            var result =
                    services.probes().http().run(hook.httpGet(), container, podIp, limit.isZero() ? HTTP_LIMIT : limit);
            if (!result.isSuccess()) {
                throw new LaunchFailure("HookFailed", result.message());
            }
        } else if (hook.hasSleep()) {
            try {
                services.clock().sleep(Duration.ofSeconds(hook.sleep().seconds()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
