package dev.jibe.server.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where links lead that came through the proxy. */
final class ProxiedLinksTest {

    private static final ProxiedLinks LINKS =
            new ProxiedLinks("/api/v1/namespaces/n/pods/p/proxy", Set.of("10.1.0.2:80", "127.0.0.1:6443"));

    @ParameterizedTest
    @CsvSource({
        "/a/b/?q=1#f, /api/v1/namespaces/n/pods/p/proxy/a/b/?q=1#f",
        "http://10.1.0.2:80/a, /api/v1/namespaces/n/pods/p/proxy/a",
        "relative/a, relative/a",
        "?only=query, ?only=query",
        "https://example.com/a, https://example.com/a",
        "//example.com/a, //example.com/a",
        "/api/v1/namespaces/n/pods/p/proxy/a, /api/v1/namespaces/n/pods/p/proxy/a",
        "mailto:somebody, mailto:somebody",
        "not a link, not a link"
    })
    void linksFromTheRootLeadBack(String link, String through) {
        assertEquals(through, LINKS.through(link));
    }

    @Test
    void onlyLinksOfAPageChange() {
        var page = "<html><A HREF='/x' class=\"/c\">/x</A><img src=/i.png alt=/i><p title=\"/t\">$1 \\</p>"
                + "<script>if (a</b/.test(x)) {}</script></html>";
        var prefix = "/api/v1/namespaces/n/pods/p/proxy";
        assertEquals(
                "<html><A HREF=\"" + prefix + "/x\" class=\"/c\">/x</A><img src=\"" + prefix
                        + "/i.png\" alt=/i><p title=\"/t\">$1 \\</p><script>if (a</b/.test(x)) {}</script></html>",
                LINKS.inHtml(page));
    }
}
