package dev.jibe.server.fairness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.Query;
import dev.jibe.server.request.RequestInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class FairnessTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static Level level(String response, int seats) {
        var yaml = "{metadata: {name: l, uid: u}, spec: {type: Limited, limited: {nominalConcurrencyShares: 10, "
                + "limitResponse: " + response + "}}}";
        return new Level((JsonMap) Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)), seats);
    }

    private static Level.Ask ask(long flow) {
        var info = RequestInfo.of("GET", "/api/v1/pods", Query.EMPTY);
        var asker = new Asker("schema", "", User.of("jane"), info, Instant.EPOCH);
        return new Level.Ask(1, flow, PATIENCE, asker, Level.Waiting.UNNOTED);
    }

    @Test
    void aHandIsOfDifferentQueuesAndTheSameEveryTime() {
        var dealer = new Dealer(64, 6);
        for (int i = 0; i < 1000; i++) {
            var hand = dealer.hand(Dealer.hash("schema", "user" + i));
            assertEquals(6, Arrays.stream(hand).distinct().count());
            assertTrue(Arrays.stream(hand).allMatch(queue -> queue >= 0 && queue < 64));
            assertEquals(Arrays.toString(hand), Arrays.toString(dealer.hand(Dealer.hash("schema", "user" + i))));
        }
    }

    @Test
    void whoRejectsDoesNotWait() throws Exception {
        var level = level("{type: Reject}", 1);
        assertTrue(level.tryEnter(1));
        assertFalse(level.tryEnter(1));
        assertEquals(Level.Answer.CONCURRENCY_LIMIT, level.enter(ask(7)));
        level.leave(1);
        assertTrue(level.tryEnter(1));
    }

    @Test
    void everybodyGetsASeatInTheEnd() throws Exception {
        var level = level("{type: Queue, queuing: {queues: 8, handSize: 2, queueLengthLimit: 500}}", 3);
        var answers = new ArrayList<java.util.concurrent.Future<Level.Answer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 300; i++) {
                int flow = i % 10;
                answers.add(threads.submit(() -> {
                    var answer = level.tryEnter(1)
                            ? Level.Answer.ADMITTED
                            : level.enter(ask(Dealer.hash("schema", "flow" + flow)));
                    level.leave(1);
                    return answer;
                }));
            }
            for (var answer : answers) {
                assertEquals(Level.Answer.ADMITTED, answer.get());
            }
        }
        assertEquals(0, level.figures().executing());
        assertEquals(0, level.figures().waiting());
    }

    @Test
    void borrowedSeatsAreWithinWhatAllAllow() {
        long seed = 4711;
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var needs = new ArrayList<Borrowing.Need>();
            int seats = 0;
            for (int i = 0; i < 6; i++) {
                int nominal = 1 + random.nextInt(100);
                seats += nominal;
                needs.add(new Borrowing.Need(
                        nominal, random.nextInt(nominal + 1), nominal + random.nextInt(200), random.nextInt(300)));
            }
            var given = Borrowing.allocate(needs, seats).seats();
            for (int i = 0; i < given.length; i++) {
                assertTrue(given[i] <= needs.get(i).most(), "seed " + seed);
                assertTrue(given[i] >= needs.get(i).least(), "seed " + seed);
            }
            assertTrue(Arrays.stream(given).sum() <= seats + given.length, "seed " + seed);
        }
        var idle = new Borrowing.Need(50, 10, 1000, 0);
        var busy = new Borrowing.Need(50, 50, 1000, 500);
        assertEquals(90, Borrowing.allocate(List.of(idle, busy), 100).seats()[1], 1);
    }
}
