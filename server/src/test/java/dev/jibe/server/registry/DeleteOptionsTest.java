package dev.jibe.server.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.JsonMap;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.Query;
import org.junit.jupiter.api.Test;

/** What a client says of a deletion, in the body or in the query. */
final class DeleteOptionsTest {

    @Test
    void anEmptyPolicyIsNoPolicy() {
        var given = JsonMap.of("propagationPolicy", "");
        assertThrows(ApiException.class, () -> DeleteOptions.of(given));
        assertEquals("", DeleteOptions.of(JsonMap.EMPTY).propagation());
    }

    @Test
    void anEmptyPreconditionIsOneAllTheSame() {
        var given = JsonMap.of("preconditions", JsonMap.of("uid", ""));
        assertEquals("", DeleteOptions.of(given).uid());
        assertNull(DeleteOptions.of(JsonMap.EMPTY).uid());
    }

    @Test
    void aGracePeriodInTheQueryIsANumber() {
        var none = assertThrows(ApiException.class, () -> DeleteOptions.of(Query.parse("gracePeriodSeconds=")));
        assertEquals("strconv.ParseInt: parsing \"\": invalid syntax", none.getMessage());
        var huge = assertThrows(
                ApiException.class, () -> DeleteOptions.of(Query.parse("gracePeriodSeconds=99999999999999999999")));
        assertEquals("strconv.ParseInt: parsing \"99999999999999999999\": value out of range", huge.getMessage());
    }
}
