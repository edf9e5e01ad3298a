package dev.jibe.server.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request is about, by its method and path. */
final class RequestInfoTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/namespaces/n/pods, list",
        "DELETE, /api/v1/namespaces/n/pods, deletecollection",
        "GET, /api/v1/watch/namespaces/n/pods, watch",
        "DELETE, /api/v1/watch/namespaces/n/pods, watch",
        "GET, /api/v1/proxy/nodes, proxy",
    })
    void verbs(String method, String path, String verb) {
        assertEquals(verb, RequestInfo.of(method, path, Query.EMPTY).verb());
    }
}
