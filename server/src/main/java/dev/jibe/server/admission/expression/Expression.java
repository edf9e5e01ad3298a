package dev.jibe.server.admission.expression;

import dev.jibe.server.cel.Program;
import org.jspecify.annotations.Nullable;

/**
 * An expression that was compiled, or could not be.
 *
 * @param wrong why it could not; empty if it could
 */
public record Expression(String text, @Nullable Program program, String wrong) {

    public boolean isWrong() {
        return !wrong.isEmpty();
    }
}
