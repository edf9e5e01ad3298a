package dev.jibe.testkit;

import dev.jibe.client.Client;
import dev.jibe.runtime.Clock;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test class its cluster when a parameter first asks for it, and stops it after the class. */
public final class JibeExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(JibeExtension.class);

    /** A cluster, and how many namespaces it has given out. */
    private record Running(Jibe jibe, AtomicInteger namespaces) implements AutoCloseable {
        @Override
        public void close() {
            jibe.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == Jibe.class || type == Client.class || type == TestNamespace.class || type == VirtualClock.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        var running = running(context);
        if (type == Jibe.class) {
            return running.jibe();
        }
        if (type == Client.class) {
            return running.jibe().client();
        }
        return type == VirtualClock.class ? clock(running.jibe().clock()) : namespace(running, context);
    }

    private static VirtualClock clock(Clock clock) {
        if (clock instanceof VirtualClock virtual) {
            return virtual;
        }
        throw new ParameterResolutionException("the cluster runs in real time; ask for @JibeTest(virtualClock = true)");
    }

    /** Kept with the class, and so closed after it. */
    private static Running running(ExtensionContext context) {
        var type = context.getRequiredTestClass();
        var ofClass = context;
        while (ofClass.getTestMethod().isPresent()) {
            ofClass = ofClass.getParent().orElseThrow();
        }
        return ofClass.getStore(OURS).computeIfAbsent(type, JibeExtension::start, Running.class);
    }

    private static Running start(Class<?> type) {
        var wish = type.getAnnotation(JibeTest.class);
        var options = JibeOptions.DEFAULT;
        if (wish != null) {
            options = options.withNodes(wish.nodes());
            options = wish.virtualClock() ? options.withClock(new VirtualClock()) : options;
        }
        return new Running(Jibe.start(options), new AtomicInteger());
    }

    /** The same namespace for all parameters of one test. */
    private static TestNamespace namespace(Running running, ExtensionContext context) {
        return context.getStore(OURS)
                .computeIfAbsent(TestNamespace.class, key -> create(running, context), TestNamespace.class);
    }

    private static TestNamespace create(Running running, ExtensionContext context) {
        var method = context.getRequiredTestMethod().getName().toLowerCase(Locale.ROOT);
        var plain = method.replaceAll("[^a-z0-9]+", "");
        var name = "test-" + plain.substring(0, Math.min(40, plain.length())) + "-"
                + running.namespaces().incrementAndGet();
        return TestNamespace.create(running.jibe().client(), name);
    }
}
