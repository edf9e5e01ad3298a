package dev.jibe.object.yaml;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.StringPool;
import dev.jibe.object.json.Json;
import dev.jibe.object.json.JsonReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns the events of a YAML stream into values of the tree. */
final class YamlTree {

    /** Values that a document may expand to: aliases of aliases grow beyond any memory. */
    private static final int MAX_VALUES = 1_000_000;

    private final Iterator<Event> events;
    private final Map<String, Object> anchors = new HashMap<>();
    private final Map<String, List<Member>> anchored = new HashMap<>();

    /** Of the map that was read last. */
    private List<Member> members = List.of();

    private final List<String> duplicates = new ArrayList<>();
    private int values;
    private int depth;

    /** Anchors of what is being read. */
    private final Set<String> open = new HashSet<>();

    /** The text, if there are tabs in it. */
    private final int[] tabbed;

    /** How much of the text has been looked at for tabs, and in how many collections in brackets the reader is. */
    private int looked;

    private int flows;

    /** Whether what is blank at that place would indent something. */
    private boolean mayIndent = true;

    private boolean infinite;

    /** The column of the block that is being read. */
    private int column = -1;

    YamlTree(Iterator<Event> events, String text) {
        this.events = events;
        this.tabbed = text.indexOf('\t') < 0 ? new int[0] : text.codePoints().toArray();
    }

    /**
     * The documents of the stream, in order; an empty one is {@link Null#NULL}.
     *
     * @param first whether nobody looks behind the first that is not empty
     */
    List<Object> documents(boolean first) {
        var documents = new ArrayList<Object>();
        while (events.hasNext()) {
            if (next() instanceof DocumentStartEvent) {
                anchors.clear();
                var value = value(next());
                next();
                checkNumbers(value);
                documents.add(value);
                if (first && value != Null.NULL) {
                    break;
                }
            }
        }
        return documents;
    }

    /** JSON has no number for what is not finite: the first such number by its keys is named. */
    private void checkNumbers(Object value) {
        if (!infinite) {
            return;
        }
        switch (value) {
            case JsonMap map -> {
                for (int i = 0; i < map.size(); i++) {
                    checkNumbers(map.valueAt(i));
                }
            }
            case JsonList list -> list.forEach(this::checkNumbers);
            case Double number
            when !Double.isFinite(number) ->
                throw new MalformedException(
                        "json: unsupported value: " + (Double.isNaN(number) ? "NaN" : number < 0 ? "-Inf" : "+Inf"));
            default -> {}
        }
    }

    private Event next() {
        var event = events.next();
        if (tabbed.length > 0) {
            checkIndentation(event);
        }
        return event;
    }

    private long lineAt(int index) {
        long line = 1;
        for (int i = 0; i < index; i++) {
            line += tabbed[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    /** Between the parts of blocks no line begins with a tab, and no item does behind its dash. */
    private void checkIndentation(Event event) {
        int start = event.getStartMark().map(Mark::getIndex).orElse(looked);
        for (int i = looked; flows == 0 && i < start; i++) {
            switch (tabbed[i]) {
                case '\t' -> {
                    if (mayIndent) {
                        throw malformed("line " + lineAt(i) + ": found character that cannot start any token");
                    }
                }
                case '\n', '-', '?' -> mayIndent = true;
                case ' ', '\r' -> {}
                case '#' -> {
                    while (i + 1 < start && tabbed[i + 1] != '\n') {
                        i++;
                    }
                }
                default -> mayIndent = false;
            }
        }
        if (event instanceof CollectionStartEvent begin && (begin.isFlow() || flows > 0)) {
            flows++;
        } else if (flows > 0 && event instanceof CollectionEndEvent) {
            flows--;
        }
        // Where a block of items begins the first dash is said to belong to it.
        boolean isBlock = event instanceof SequenceStartEvent list
                && !list.isFlow()
                && list.getAnchor().isEmpty();
        int end = isBlock ? start : event.getEndMark().map(Mark::getIndex).orElse(looked);
        mayIndent &= end <= start;
        looked = Math.max(looked, end);
        // Text without quotes takes what is blank behind it.
        while (event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && looked < tabbed.length
                && " \t\r\n".indexOf(tabbed[looked]) >= 0) {
            looked++;
        }
    }

    /** What is said of keys that came twice, with the lines where they did. */
    List<String> duplicates() {
        return List.copyOf(duplicates);
    }

    private void count(int more) {
        values += more;
        if (values > MAX_VALUES) {
            throw malformed("document contains excessive aliasing");
        }
    }

    private Object value(Event event) {
        count(1);
        if (event instanceof AliasEvent alias) {
            if (open.contains(alias.getAlias().getValue())) {
                throw malformed("anchor '" + alias.getAlias().getValue() + "' value contains itself");
            }
            var known = anchors.get(alias.getAlias().getValue());
            if (known == null) {
                throw malformed("unknown anchor '" + alias.getAlias().getValue() + "' referenced");
            }
            values += weight(known);
            return known;
        }
        if (++depth > JsonReader.MAX_DEPTH) {
            throw malformed("exceeded max depth of " + JsonReader.MAX_DEPTH);
        }
        var anchor = event instanceof NodeEvent node
                ? node.getAnchor().map(Anchor::getValue).orElse("")
                : "";
        boolean opened = !anchor.isEmpty() && open.add(anchor);
        int outer = column;
        if (event instanceof CollectionStartEvent start && !start.isFlow()) {
            column = start.getStartMark().map(Mark::getColumn).orElse(outer);
        }
        var value = switch (event) {
            case ScalarEvent scalar -> {
                checkTabs(scalar);
                yield scalar(scalar);
            }
            case SequenceStartEvent ignored -> list();
            case MappingStartEvent ignored -> map();
            default -> throw malformed("unexpected " + event.getEventId());
        };
        column = outer;
        depth--;
        if (!anchor.isEmpty()) {
            anchors.put(anchor, value);
            anchored.put(anchor, event instanceof MappingStartEvent ? members : List.of());
        }
        if (opened) {
            open.remove(anchor);
        }
        return value;
    }

    /** A line behind text without quotes may go on with it, unless a tab stands where its indentation should. */
    private void checkTabs(ScalarEvent scalar) {
        var end = scalar.getEndMark().orElse(null);
        if (tabbed.length == 0 || !scalar.isPlain() || end == null) {
            return;
        }
        int at = end.getColumn();
        int line = end.getLine() + 1;
        boolean leads = false;
        for (int i = end.getIndex(); i < tabbed.length; i++) {
            switch (tabbed[i]) {
                case '\n' -> {
                    leads = true;
                    at = 0;
                    line++;
                }
                case '\t' -> {
                    if (leads && at <= column) {
                        throw malformed("line " + line + ": found a tab character that violates indentation");
                    }
                    at++;
                }
                case ' ' -> at++;
                default -> {
                    return;
                }
            }
        }
    }

    /** How many values an alias brings with it. */
    private static int weight(Object value) {
        return switch (value) {
            case JsonMap map -> {
                int sum = 1;
                for (int i = 0; i < map.size() && sum < MAX_VALUES; i++) {
                    sum += weight(map.valueAt(i));
                }
                yield sum;
            }
            case JsonList list -> {
                int sum = 1;
                for (int i = 0; i < list.size() && sum < MAX_VALUES; i++) {
                    sum += weight(list.get(i));
                }
                yield sum;
            }
            default -> 1;
        };
    }

    private JsonList list() {
        var list = new ArrayList<Object>();
        for (var event = next(); !(event instanceof SequenceEndEvent); event = next()) {
            list.add(value(event));
        }
        return JsonList.copyOf(list);
    }

    /** What a key stands for, and the line in which that begins. */
    private record Member(String key, Object value, int line) {}

    private JsonMap map() {
        var builder = JsonMap.builder();
        var seen = new HashSet<String>();
        var all = new ArrayList<Member>();
        for (var event = next(); !(event instanceof MappingEndEvent); event = next()) {
            if (event instanceof ScalarEvent key && tag(key).equals(Yaml11Schema.MERGE.getValue())) {
                merged(next()).forEach(member -> put(member, builder, seen, all));
            } else {
                var key = key(event);
                var value = next();
                int line = value.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
                put(new Member(key, value(value), line), builder, seen, all);
            }
        }
        members = all;
        return builder.build();
    }

    /** Of several members with one key the last one counts. */
    private void put(Member member, JsonMap.Builder builder, Set<String> seen, List<Member> all) {
        if (!seen.add(member.key())) {
            duplicates.add("line " + member.line() + ": key " + Json.text(member.key()) + " already set in map");
        }
        builder.put(member.key(), member.value());
        all.add(member);
    }

    /** What is to be merged into a map, where it is said: one map, or several, of which the first one counts. */
    private List<Member> merged(Event event) {
        if (event instanceof SequenceStartEvent) {
            var maps = new ArrayList<List<Member>>();
            for (var item = next(); !(item instanceof SequenceEndEvent); item = next()) {
                maps.add(merged(item));
            }
            return maps.reversed().stream().flatMap(List::stream).toList();
        }
        if (!(value(event) instanceof JsonMap)) {
            throw malformed("map merge requires map or sequence of maps as the value");
        }
        var merged = event instanceof AliasEvent alias
                ? anchored.getOrDefault(alias.getAlias().getValue(), List.of())
                : members;
        count(merged.size()); // also those that others take the place of, which merges of merges would double
        return merged;
    }

    private String key(Event event) {
        if (!(event instanceof ScalarEvent scalar)) {
            throw malformed("unsupported map key");
        }
        var value = scalar(scalar);
        return value instanceof Boolean || value instanceof Long || value instanceof Double
                ? value.toString()
                : scalar.getValue();
    }

    /** A tag's text, which may be any: the library's tags hold less. */
    private static String tag(ScalarEvent scalar) {
        var given = scalar.getTag();
        if (given.isPresent() && !given.get().equals("!")) {
            return given.get();
        }
        return Yaml11Schema.RESOLVER
                .resolve(scalar.getValue(), scalar.isPlain() && given.isEmpty())
                .getValue();
    }

    private Object scalar(ScalarEvent scalar) {
        var text = scalar.getValue();
        var tag = tag(scalar);
        if (tag.equals(Tag.NULL.getValue())) {
            return Null.NULL;
        }
        if (tag.equals(Tag.BOOL.getValue())) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "yes", "true", "on" -> true;
                default -> false;
            };
        }
        if (tag.equals(Tag.BINARY.getValue())) {
            return binary(text);
        }
        try {
            if (tag.equals(Tag.INT.getValue())) {
                return integer(text);
            }
            if (tag.equals(Tag.FLOAT.getValue())) {
                var number = decimal(text);
                infinite |= number instanceof Double given && !Double.isFinite(given);
                return number;
            }
        } catch (NumberFormatException e) {
            throw malformed("cannot decode '" + text + "' as " + tag);
        }
        return StringPool.value(text);
    }

    private static Object binary(String text) {
        try {
            return StringPool.value(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("yaml: !!binary value contains invalid base64 data", e);
        }
    }

    private static MalformedException malformed(String what) {
        return new MalformedException("yaml: " + what);
    }

    private static Object integer(String written) {
        var text = written.replace("_", "");
        boolean negative = text.startsWith("-");
        var digits = negative || text.startsWith("+") ? text.substring(1) : text;
        int radix = 10;
        if (digits.startsWith("0x")) {
            radix = 16;
            digits = digits.substring(2);
        } else if (digits.startsWith("0b")) {
            radix = 2;
            digits = digits.substring(2);
        } else if (digits.startsWith("0o")) {
            radix = 8;
            digits = digits.substring(2);
        } else if (digits.length() > 1
                && digits.startsWith("0")
                && digits.chars().allMatch(c -> c < '8')) {
            radix = 8;
        }
        // Go's reader takes what no number can hold for a string.
        if (digits.length() > MOST_DIGITS) {
            return StringPool.value(written);
        }
        var number = new BigInteger(digits, radix);
        number = negative ? number.negate() : number;
        if (number.bitLength() < Long.SIZE) {
            return number.longValue();
        }
        double rounded = number.doubleValue();
        return Double.isInfinite(rounded) ? StringPool.value(written) : (Object) rounded;
    }

    /** More than any float has before its point. */
    private static final int MOST_DIGITS = 309;

    /** As far as a float holds every whole number. */
    private static final double WHOLE = 1L << 53;

    private static Object decimal(String written) {
        var text = written.replace("_", "").toLowerCase(Locale.ROOT);
        if (text.endsWith("inf") || text.endsWith("nan")) {
            return text.endsWith("nan")
                    ? (Object) Double.NaN
                    : text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double number = Double.parseDouble(text);
        if (Double.isInfinite(number)) {
            return StringPool.value(written); // as above
        }
        // Go writes whole numbers without a point, and without an exponent unless they are huge: they come out as
        // integers.
        boolean whole = number == Math.rint(number) && Math.abs(number) < WHOLE;
        return whole ? (Object) (long) number : (Object) number;
    }
}
