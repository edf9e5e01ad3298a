package dev.jibe.server.crd.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of validating one value: what failed, and how much did not. */
final class Outcome {

    private static final List<Failure> NONE = List.of();

    private @Nullable List<Failure> failures;
    private int passed;

    List<Failure> failures() {
        return failures == null ? NONE : failures;
    }

    boolean isValid() {
        return failures == null;
    }

    /** How many checks were made; of several schemas that failed, the one with the most is shown. */
    int passed() {
        return passed;
    }

    Outcome count() {
        passed++;
        return this;
    }

    void add(Failure failure) {
        if (failures == null) {
            failures = new ArrayList<>();
        }
        if (failures.stream().noneMatch(known -> known.text().equals(failure.text()))) {
            failures.add(failure);
        }
    }

    void merge(Outcome other) {
        passed += other.passed;
        other.failures().forEach(this::add);
    }

    void forget() {
        failures = null;
    }
}
