package dev.jibe.controllers.legacytokens;

import static dev.jibe.controllers.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.v1.Secret;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyTokenPlanTest {

    /** Today is 2026-05-04. */
    @ParameterizedTest
    @CsvSource({
        "'', 2024-01-01, 2024-01-01, true, false, INVALIDATE",
        "'legacy-token-last-used: 2026-01-01', 2024-01-01, 2024-01-01, true, false, KEEP",
        "'legacy-token-last-used: 2025-01-01', 2024-01-01, 2024-01-01, true, false, INVALIDATE",
        "'legacy-token-invalid-since: 2025-01-01', 2024-01-01, 2024-01-01, true, false, DELETE",
        "'legacy-token-invalid-since: 2026-01-01', 2024-01-01, 2024-01-01, true, false, KEEP",
        "'', 2026-01-01, 2024-01-01, true, false, KEEP",
        "'', 2024-01-01, 2026-01-01, true, false, KEEP",
        "'', 2024-01-01, 2024-01-01, false, false, KEEP",
        "'', 2024-01-01, 2024-01-01, true, true, KEEP"
    })
    void whatNobodyUsesGoes(
            String label, String created, String tracked, boolean isAccounts, boolean isMounted, LegacyTokenPlan plan) {
        var labels = label.isEmpty() ? "" : "'kubernetes.io/" + label.replace(": ", "': '") + "'";
        var secret = Fixtures.object(Secret.KIND, "s", """
                {'type': 'kubernetes.io/service-account-token',
                 'metadata': {'creationTimestamp': '%sT00:00:00Z', 'labels': {%s}}}""".formatted(created, labels));
        var since = Optional.of(LocalDate.parse(tracked));
        assertEquals(plan, LegacyTokenPlan.of(new LegacyTokenPlan.Observed(secret, isAccounts, isMounted, since, NOW)));
    }
}
