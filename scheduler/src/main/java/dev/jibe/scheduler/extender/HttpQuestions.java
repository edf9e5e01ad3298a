package dev.jibe.scheduler.extender;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.extender.ExtenderConfig.Verb;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/** Asks extenders over HTTP: a question is posted to the address of its verb. */
public final class HttpQuestions implements Questions, AutoCloseable {

    private static final int MAX_ANSWER_BYTES = 64 << 20;
    private static final int OK = 200;

    private final HttpClient http;

    public HttpQuestions(Clock clock) {
        this.http = new HttpClient(clock);
    }

    @Override
    public Object ask(ExtenderConfig extender, Verb verb, JsonMap question) {
        var base = extender.address().toString();
        var path = Objects.requireNonNull(extender.verbs().get(verb));
        var address = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/" + path;
        var headers = Headers.of("content-type", "application/json");
        var request = ClientRequest.of("POST", URI.create(address), headers, Json.write(question))
                .within(extender.timeout());
        try (var response = http.send(request, extender.tls())) {
            var body = response.body(MAX_ANSWER_BYTES);
            if (response.status() != OK) {
                throw new SchedulerException(
                        "failed " + path + " with extender at URL " + address + ", code " + response.status());
            }
            return Json.parse(body);
        } catch (WireException e) {
            throw new SchedulerException("Post \"" + address + "\": " + e.getMessage());
        } catch (MalformedException e) {
            throw new SchedulerException("extender at URL " + address + " answered "
                    + verb.name().toLowerCase(Locale.ROOT) + " with no JSON: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
