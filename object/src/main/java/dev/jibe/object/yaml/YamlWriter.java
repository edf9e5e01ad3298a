package dev.jibe.object.yaml;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.RawJson;
import dev.jibe.object.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Writes values as block-style YAML, quoted and folded as upstream's writer does.
 *
 * <p>Text that a reader would take for something else is in double quotes, text of several lines is literal; the rest is
 * plain where the grammar lets it be, else in single quotes.
 */
final class YamlWriter {

    private static final int WIDTH = 80;

    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setIndent(2)
            .setIndicatorIndent(0)
            .setWidth(WIDTH)
            .setSplitLines(true)
            .build();

    private static final Pattern TIMESTAMP = Pattern.compile(
            "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|\\s+)[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\\.[0-9]*)?"
                    + "(?:Z|[-+][0-9]{2}:[0-9]{2})?)?");
    private static final Pattern BASE_60 = Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");

    private static final ImplicitTuple IMPLICIT = new ImplicitTuple(true, true);

    private final Emitter emitter;

    private YamlWriter(Emitter emitter) {
        this.emitter = emitter;
    }

    /** Text that grows. */
    private static final class Target implements StreamDataWriter {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void write(String more) {
            text.append(more);
        }

        @Override
        public void write(String more, int from, int length) {
            text.append(more, from, from + length);
        }
    }

    static String write(Object value) {
        var target = new Target();
        var writer = new YamlWriter(new Emitter(SETTINGS, target));
        writer.emitter.emit(new StreamStartEvent());
        writer.emitter.emit(new DocumentStartEvent(false, Optional.empty(), Map.of()));
        writer.value(value);
        writer.emitter.emit(new DocumentEndEvent(false));
        writer.emitter.emit(new StreamEndEvent());
        return target.text.toString();
    }

    private void value(Object value) {
        switch (value) {
            case JsonMap map -> map(map);
            case JsonList list -> {
                emitter.emit(new SequenceStartEvent(Optional.empty(), Optional.empty(), true, FlowStyle.BLOCK));
                list.forEach(this::value);
                emitter.emit(new SequenceEndEvent());
            }
            case String text -> scalar(text, style(text));
            case RawJson raw -> value(raw.parse());
            case Null ignored -> scalar("null", ScalarStyle.PLAIN);
            default -> scalar(Json.text(value), ScalarStyle.PLAIN);
        }
    }

    private void map(JsonMap map) {
        emitter.emit(new MappingStartEvent(Optional.empty(), Optional.empty(), true, FlowStyle.BLOCK));
        List<Integer> order = IntStream.range(0, map.size())
                .boxed()
                .sorted((a, b) -> KeyOrder.compare(map.keyAt(a), map.keyAt(b)))
                .toList();
        for (int i : order) {
            scalar(map.keyAt(i), style(map.keyAt(i)));
            value(map.valueAt(i));
        }
        emitter.emit(new MappingEndEvent());
    }

    private void scalar(String text, ScalarStyle style) {
        emitter.emit(new ScalarEvent(Optional.empty(), Optional.empty(), IMPLICIT, text, style));
    }

    private static ScalarStyle style(String text) {
        if (text.indexOf('\n') >= 0) {
            return ScalarStyle.LITERAL;
        }
        boolean isText = Yaml11Schema.RESOLVER.resolve(text, true).equals(Tag.STR)
                && !TIMESTAMP.matcher(text).matches()
                && !BASE_60.matcher(text).matches();
        return isText ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED;
    }
}
