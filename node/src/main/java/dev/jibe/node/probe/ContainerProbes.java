package dev.jibe.node.probe;

import dev.jibe.node.cri.ContainerRuntime;
import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.cri.GrpcHealth;
import dev.jibe.node.cri.RuntimeFailure;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Probe;
import dev.jibe.runtime.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/**
 * The probes of one running container, each on a virtual thread of its own.
 *
 * <p>See https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/.
 */
final class ContainerProbes implements AutoCloseable {
    private final Pod pod;
    private final Container container;
    private final ContainerView view;
    private final String podIp;
    private final ContainerRuntime runtime;
    private final HttpProbe http;
    private final Clock clock;
    private final ProbeRunner.Reporter reporter;
    private final Runnable onChange;
    private final CountDownLatch startedUp = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private volatile Health health;

    /** What the probes need to ask and to tell. */
    record Means(ContainerRuntime runtime, HttpProbe http, Clock clock, ProbeRunner.Reporter reporter) {}

    ContainerProbes(Pod pod, Container container, ContainerView view, String podIp, Means means, Runnable onChange) {
        this.pod = pod;
        this.container = container;
        this.view = view;
        this.podIp = podIp;
        this.runtime = means.runtime();
        this.http = means.http();
        this.clock = means.clock();
        this.reporter = means.reporter();
        this.onChange = onChange;
        this.health = new Health(
                !container.hasStartupProbe() || was("started"), !container.hasReadinessProbe() || was("ready"), "");
    }

    /** What the API says of this very container, so that a restart of the node agent does not make it unready. */
    private boolean was(String field) {
        return pod.status().containerStatuses().stream()
                .anyMatch(status -> status.containerID().endsWith("://" + view.id())
                        && status.tree().bool(field));
    }

    Health health() {
        return health;
    }

    void start() {
        if (health.started()) {
            startedUp.countDown();
        }
        if (container.hasStartupProbe() && !health.started()) {
            begin("Startup", container.startupProbe());
        }
        if (container.hasReadinessProbe()) {
            begin("Readiness", container.readinessProbe());
        }
        if (container.hasLivenessProbe()) {
            begin("Liveness", container.livenessProbe());
        }
    }

    private void begin(String kind, Probe probe) {
        threads.add(Thread.ofVirtual().name("probe-" + pod.name()).start(() -> {
            try {
                loop(kind, probe);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void loop(String kind, Probe probe) throws InterruptedException {
        if (!kind.equals("Startup")) {
            startedUp.await();
        }
        Instant first = view.startedAt().plusSeconds(probe.initialDelaySeconds());
        Duration initial = Duration.between(clock.now(), first);
        if (initial.isPositive()) {
            clock.sleep(initial);
        }
        Duration period = Duration.ofSeconds(probe.hasPeriodSeconds() ? Math.max(1, probe.periodSeconds()) : 10);
        int successes = 0;
        int failures = 0;
        while (true) {
            ProbeResult result = probe(probe);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            successes = result.isSuccess() ? successes + 1 : 0;
            failures = result.isSuccess() ? 0 : failures + 1;
            if (!result.isSuccess()) {
                reporter.report(pod, kind + " probe failed: " + result.message());
            }
            boolean up = successes >= Math.max(1, probe.successThreshold());
            boolean down = failures >= (probe.hasFailureThreshold() ? Math.max(1, probe.failureThreshold()) : 3);
            if ((up || down) && isSettled(kind, up)) {
                return;
            }
            clock.sleep(period);
        }
    }

    /** Takes a verdict in; answers whether the probe has said all it can. */
    private boolean isSettled(String kind, boolean up) {
        Health before = health;
        health = switch (kind) {
            case "Readiness" -> new Health(before.started(), up, before.failure());
            case "Startup" -> new Health(up, before.ready(), up ? before.failure() : "startup probe");
            default -> new Health(before.started(), before.ready(), up ? "" : "liveness probe");
        };
        if (kind.equals("Startup") && up) {
            startedUp.countDown();
        }
        if (!health.equals(before)) {
            onChange.run();
        }
        return kind.equals("Startup") || !health.failure().isEmpty();
    }

    private ProbeResult probe(Probe probe) {
        Duration timeout = Duration.ofSeconds(Math.max(1, probe.timeoutSeconds()));
        if (probe.hasExec()) {
            return exec(probe, timeout);
        }
        if (probe.hasHttpGet()) {
            return http.run(probe.httpGet(), container, podIp, timeout);
        }
        if (probe.hasTcpSocket()) {
            String host = probe.tcpSocket().host().isEmpty()
                    ? podIp
                    : probe.tcpSocket().host();
            return tcp(host, HttpProbe.port(probe.tcpSocket().port(), container), timeout);
        }
        if (probe.hasGrpc()) {
            String failure =
                    GrpcHealth.check(podIp, probe.grpc().port(), probe.grpc().service(), timeout);
            return failure.isEmpty() ? ProbeResult.SUCCESS : ProbeResult.failure(failure);
        }
        return ProbeResult.failure("the probe says not what to do");
    }

    private ProbeResult exec(Probe probe, Duration timeout) {
        try {
            var outcome = runtime.exec(view.id(), probe.exec().command(), timeout);
            return outcome.exitCode() == 0
                    ? ProbeResult.SUCCESS
                    : ProbeResult.failure(new String(outcome.stdout(), StandardCharsets.UTF_8).strip()
                            + new String(outcome.stderr(), StandardCharsets.UTF_8).strip());
        } catch (RuntimeFailure e) {
            return ProbeResult.failure(
                    e.code() == RuntimeFailure.Code.TIMEOUT
                            ? "command timed out after " + timeout.toSeconds() + "s"
                            : e.text());
        }
    }

    private static ProbeResult tcp(String host, OptionalInt port, Duration timeout) {
        if (port.isEmpty()) {
            return ProbeResult.failure("no such port");
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port.getAsInt()), (int) timeout.toMillis());
            return ProbeResult.SUCCESS;
        } catch (IOException e) {
            return ProbeResult.failure("dial tcp " + host + ":" + port.getAsInt() + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
