package dev.jibe.jibe;

import com.sun.management.OperatingSystemMXBean;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Executable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.management.JMException;
import javax.management.ObjectName;
import jdk.test.whitebox.WhiteBox;

/**
 * Has the JVM compile, in the idle seconds after a start, what the rehearsal called often; and again at once, if code that was
 * made turns out not to hold.
 *
 * <p>By itself the second compiler begins when a method has been called some thousand times, which is when there is most to
 * do. The JVM's cache knows from the rehearsal how those methods behave (JEP 515), but not that they will be wanted; a list
 * of them is kept beside it. Its file is what the system property {@code jibe.hot-methods} says; where it, the list or the
 * means are missing, the JVM compiles when it always does. See decision 11.
 */
final class WarmUp {

    private static final Log LOG = Log.of(WarmUp.class);
    private static final int FIRST_COMPILER = 3;

    /** What requests make hot is not to wait behind more than this. */
    private static final int QUEUED = 8;

    /** The compilers tell nobody when they have done something. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** How soon code that no longer holds is made again; the JVM tells nobody when that is so. */
    private static final Duration ROUND = Duration.ofMillis(200);

    /** The part of a round in which something must have been going on for it to be worth looking. */
    private static final int BUSY_PART = 10;

    /** Code that does not hold this often is left to the JVM, which waits for longer each time. */
    private static final int MOST_TIMES = 5;

    /** A method that is to be compiled, and how often it was. */
    private static final class Hot {
        final Executable method;
        int times;

        Hot(Executable method) {
            this.method = method;
        }
    }

    private WarmUp() {}

    /** Notes what has been compiled until now, at the end of a rehearsal. */
    static void learn() throws IOException {
        var file = file();
        if (file.isPresent()) {
            Files.write(
                    file.get(),
                    HotMethod.in(codeList()).stream().map(HotMethod::line).toList());
        }
    }

    /** What the JVM has compiled; nothing of one that does not say so, which must not spoil the rest of the rehearsal. */
    private static String codeList() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "compilerCodelist",
                            new Object[0],
                            new String[0]);
        } catch (JMException e) {
            LOG.info("the JVM does not say what it has compiled", "reason", e.getMessage());
            return "";
        }
    }

    /** Begins, on a thread of its own that ends when all is compiled. */
    static void start(Clock clock) {
        file().filter(Files::isReadable)
                .ifPresent(file -> Thread.ofPlatform().daemon().name("warm-up").start(() -> run(file, clock)));
    }

    private static Optional<Path> file() {
        return Optional.ofNullable(System.getProperty("jibe.hot-methods")).map(Path::of);
    }

    private static void run(Path file, Clock clock) {
        try {
            var methods = Files.readAllLines(file).stream()
                    .flatMap(line -> HotMethod.of(line).stream())
                    .flatMap(method -> method.find(WarmUp.class.getClassLoader()).stream())
                    .map(Hot::new)
                    .toList();
            LOG.info("compiled what is called often", "methods", compile(methods, clock));
            keepWarm(methods, clock);
        } catch (IOException | LinkageError e) {
            LOG.info("what is called often is compiled when it is called often", "reason", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The compiler counts on what it has seen: that a branch is never taken, or a call always goes to the same class. The first
     * time that this is not so, a method goes back to the first compiler, until it has been called some thousand times again.
     */
    private static void keepWarm(List<Hot> methods, Clock clock) throws InterruptedException {
        long least = ROUND.toNanos() / BUSY_PART;
        long before = processorNanos();
        while (true) {
            clock.sleep(ROUND);
            long now = processorNanos();
            if (now - before > least) {
                compile(methods, clock);
            }
            before = now;
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Only in classes that are in use: their methods have been compiled by the first compiler. */
    private static int compile(List<Hot> methods, Clock clock) throws InterruptedException {
        int compiled = 0;
        for (var hot : methods) {
            if (hot.times < MOST_TIMES && isForTheFirst(WhiteBox.level(hot.method))) {
                while (WhiteBox.waiting(FIRST_COMPILER) + WhiteBox.waiting(HotMethod.SECOND_COMPILER) > QUEUED) {
                    clock.sleep(PAUSE);
                }
                hot.times++;
                compiled += WhiteBox.enqueue(hot.method, HotMethod.SECOND_COMPILER) ? 1 : 0;
            }
        }
        return compiled;
    }

    private static boolean isForTheFirst(int level) {
        return level > 0 && level < HotMethod.SECOND_COMPILER;
    }
}
