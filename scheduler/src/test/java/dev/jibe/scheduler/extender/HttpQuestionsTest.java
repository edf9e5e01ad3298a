package dev.jibe.scheduler.extender;

import static dev.jibe.scheduler.Cluster.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.extender.ExtenderConfig.Verb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpQuestionsTest {

    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private HttpQuestions questions;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/base/echo",
                exchange -> answer(exchange, 200, exchange.getRequestBody().readAllBytes()));
        server.createContext("/base/broken", exchange -> answer(exchange, 500, new byte[0]));
        server.createContext("/base/odd", exchange -> answer(exchange, 200, new byte[] {'?'}));
        server.createContext("/base/slow", exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        questions = new HttpQuestions(Clock.system());
    }

    @AfterEach
    void stop() {
        end.countDown();
        questions.close();
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int code, byte[] body) throws IOException {
        var type = exchange.getRequestHeaders().getFirst("Content-Type");
        assertEquals("application/json", type);
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private Object ask(String verb) {
        var address = "http://127.0.0.1:" + server.getAddress().getPort() + "/base/";
        var config = JsonMap.of("urlPrefix", address, "filterVerb", verb, "httpTimeout", "300ms");
        var extender = ExtenderReader.read(JsonList.of(config)).getFirst();
        return questions.ask(extender, Verb.FILTER, json("{'a':1}"));
    }

    private String failure(String verb) {
        return String.valueOf(
                assertThrows(SchedulerException.class, () -> ask(verb)).getMessage());
    }

    @Test
    void postsToTheVerbAndReadsTheAnswer() {
        assertEquals("{\"a\":1}", Json.text(ask("echo")));
    }

    @Test
    void saysWhatIsWrong() {
        var address = "http://127.0.0.1:" + server.getAddress().getPort() + "/base/broken";
        assertEquals("failed broken with extender at URL " + address + ", code 500", failure("broken"));
        assertTrue(failure("odd").contains("no JSON"), () -> failure("odd"));
        assertTrue(failure("slow").startsWith("Post \"http://127.0.0.1:"), () -> failure("slow"));
    }
}
