package dev.jibe.simulation.registry;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Transport;
import dev.jibe.object.JsonMap;
import dev.jibe.simulation.SimulationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A client: it does one thing after the other, and notes what it did and what it was told. */
final class Caller {

    private static final String VERSION = "resourceVersion";

    private final int number;
    private final Transport transport;
    private final Chronicle chronicle;
    private final Knowledge knowledge;
    private final Ideas ideas;
    private final SplittableRandom random;
    private final Pause pause;
    private final Memory memory;

    Caller(
            int number,
            Transport transport,
            Chronicle chronicle,
            Knowledge knowledge,
            SplittableRandom random,
            Pause pause,
            Memory memory) {
        this.number = number;
        this.transport = transport;
        this.chronicle = chronicle;
        this.knowledge = knowledge;
        this.random = random;
        this.ideas = new Ideas(random.split(), knowledge);
        this.pause = pause;
        this.memory = memory;
    }

    void act(int times) {
        for (int i = 0; i < times; i++) {
            pause.some();
            switch (random.nextInt(10)) {
                case 0 -> get(ideas.subject());
                case 1 -> list();
                default -> write(ideas.next(), random.nextInt(12) == 0);
            }
        }
    }

    private void write(Act act, boolean isDry) {
        long floor = chronicle.floor();
        long begun = chronicle.tick();
        var answer = send(Requests.of(act, isDry));
        long ended = chronicle.tick();
        chronicle.add(new Deed(number, act, isDry, begun, ended, floor, answer));
        if (!isDry && answer instanceof Answer.Done(var body) && !(act instanceof Act.Delete)) {
            told(body);
            knowledge.learn(act.subject(), body);
        }
    }

    private void told(JsonMap object) {
        var version = object.map("metadata").string(VERSION);
        if (!version.isEmpty()) {
            chronicle.told(Long.parseLong(version));
        }
    }

    private Answer send(Call call) {
        try {
            return new Answer.Done(transport.send(call).body());
        } catch (ApiFailure e) {
            return Answer.of(e);
        }
    }

    private void get(Subject subject) {
        long floor = chronicle.floor();
        long begun = chronicle.tick();
        var answer = send(Call.get(subject.path()));
        chronicle.add(new Sighting.Got(subject, begun, chronicle.tick(), floor, answer));
        if (answer instanceof Answer.Done(var body)) {
            told(body);
            knowledge.learn(subject, body);
        }
    }

    /** Sometimes all at once, sometimes in pages, sometimes of an earlier version. */
    private void list() {
        var subject = ideas.subject();
        var namespace = random.nextBoolean() ? subject.namespace() : "";
        var label = random.nextInt(3) == 0 ? ideas.color() : "";
        long exactly = random.nextInt(4) == 0 ? knowledge.someVersion(random) : 0;
        var query = new HashMap<String, String>();
        if (!label.isEmpty()) {
            query.put("labelSelector", "x=" + label);
        }
        if (exactly > 0) {
            query.put(VERSION, Long.toString(exactly));
            query.put("resourceVersionMatch", "Exact");
        }
        if (random.nextInt(3) == 0) {
            query.put("limit", Integer.toString(1 + random.nextInt(3)));
        }
        var path = namespace.isEmpty()
                ? subject.sort().root() + "/" + subject.sort().plural()
                : subject.collection();
        long floor = chronicle.floor();
        long begun = chronicle.tick();
        long version = 0;
        List<JsonMap> items = new ArrayList<>();
        while (true) {
            var answer = send(Call.get(path, Map.copyOf(query)));
            switch (answer) {
                case Answer.Lost() -> {
                    return;
                }
                case Answer.Refused refused -> {
                    if (refused.code() != 410) {
                        throw new SimulationException("a list is refused: " + refused);
                    }
                    long asked = version > 0 ? version : exactly;
                    memory.checkForgotten(asked, chronicle.floor(), "a list");
                    return;
                }
                case Answer.Done(var body) -> {
                    long given = Long.parseLong(body.map("metadata").string(VERSION));
                    if (version > 0 && given != version) {
                        throw new SimulationException("pages of versions " + version + " and " + given);
                    }
                    version = given;
                    body.list("items").maps().forEach(items::add);
                    var rest = body.map("metadata").string("continue");
                    if (rest.isEmpty()) {
                        chronicle.add(new Sighting.Listed(
                                subject.sort(),
                                namespace,
                                label,
                                exactly,
                                begun,
                                chronicle.tick(),
                                floor,
                                version,
                                items));
                        chronicle.told(version);
                        return;
                    }
                    query.remove(VERSION);
                    query.remove("resourceVersionMatch");
                    query.put("continue", rest);
                    pause.some();
                }
            }
        }
    }
}
