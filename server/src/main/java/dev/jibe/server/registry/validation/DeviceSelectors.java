package dev.jibe.server.registry.validation;

import dev.jibe.server.cel.CompileException;
import dev.jibe.server.cel.Decl;
import dev.jibe.server.cel.Environment;
import dev.jibe.server.cel.Limits;
import java.util.Map;
import java.util.Set;

/**
 * Expressions that choose devices.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#device-selectors">Dynamic
 * Resource Allocation</a>.
 */
final class DeviceSelectors {

    private static final Decl.Scalar STRING = new Decl.Scalar(Decl.Kind.STRING, 64, 2);
    private static final Environment ENVIRONMENT = new Environment(Map.of("device", device()), Set.of());

    private DeviceSelectors() {}

    private static Decl device() {
        var attributes = new Decl.MapOf(new Decl.MapOf(Decl.DYN, 32), 32);
        var capacity = new Decl.MapOf(new Decl.MapOf(new Decl.Opaque("kubernetes.Quantity"), 32), 32);
        return new Decl.ObjectOf(
                "kubernetes.DRADevice",
                Map.of(
                        "driver",
                        new Decl.Property("driver", STRING),
                        "attributes",
                        new Decl.Property("attributes", attributes),
                        "capacity",
                        new Decl.Property("capacity", capacity),
                        "allowMultipleAllocations",
                        new Decl.Property("allowMultipleAllocations", Decl.BOOL)),
                2);
    }

    static void check(Place cel) {
        var text = cel.text("expression");
        try {
            var program = ENVIRONMENT.compile(text);
            if (!program.type().equals("bool") && !program.type().equals("dyn")) {
                cel.invalid("expression", text, "must evaluate to bool or the unknown type, not " + program.type());
            } else if (program.estimate() > Limits.RULE) {
                cel.forbidden("expression", "too complex, exceeds cost limit");
            }
        } catch (CompileException e) {
            cel.invalid("expression", text, "compilation failed: " + e.why());
        }
    }
}
