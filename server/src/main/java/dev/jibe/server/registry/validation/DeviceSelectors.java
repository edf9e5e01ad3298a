package dev.jibe.server.registry.validation;

import dev.jibe.server.cel.CompileException;
import dev.jibe.server.cel.DeviceExpressions;
import dev.jibe.server.cel.Limits;

/**
 * Expressions that choose devices.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#device-selectors">Dynamic
 * Resource Allocation</a>.
 */
final class DeviceSelectors {

    private DeviceSelectors() {}

    static void check(Place cel) {
        var text = cel.text("expression");
        try {
            var program = DeviceExpressions.ENVIRONMENT.compile(text);
            if (!program.type().equals("bool") && !program.type().equals("dyn")) {
                cel.invalid("expression", text, "must evaluate to bool or the unknown type, not " + program.type());
            } else if (program.estimate() > Limits.RULE) {
                cel.forbidden("expression", "too complex, exceeds cost limit");
            }
        } catch (CompileException e) {
            cel.invalid("expression", text, e.failure());
        }
    }
}
