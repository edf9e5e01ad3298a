package dev.jibe.server.request;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.cbor.Cbor;
import dev.jibe.object.json.Json;
import dev.jibe.object.json.JsonWriter;
import dev.jibe.object.json.PrettyJson;
import dev.jibe.object.protobuf.Protobuf;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.table.Tables;
import dev.jibe.server.request.Negotiation.Format;
import dev.jibe.server.request.Negotiation.Shape;
import dev.jibe.server.watch.WatchEvent;
import dev.jibe.wire.http.server.Pieces;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns answers into the bytes that a client asked for. */
public final class Presenter {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    /** So many objects of a list take about a millisecond. */
    private static final int BETWEEN_OTHERS = 100;

    private final Schema schema;
    private final Tables tables;
    private final EncodingCache texts = new EncodingCache(Json::write);
    private final EncodingCache items = new EncodingCache(Presenter::itemText);
    private final EncodingCache messages = new EncodingCache(this::message);

    public Presenter(Schema schema, Tables tables) {
        this.schema = schema;
        this.tables = tables;
    }

    /** The bytes of one object. */
    public byte[] one(JsonMap object, @Nullable Resource resource, Negotiation form, Query query) {
        boolean isStatus = object.string("kind").equals("Status")
                && object.string("apiVersion").equals("v1");
        if (form.shape() == Shape.WHOLE || isStatus) {
            return bytes(object, form, true);
        }
        var shown = switch (form.shape()) {
            case TABLE ->
                resource == null
                        ? tables.ofUnstored(object, query.get("includeObject"))
                        : tables.ofOne(object, resource, query.get("includeObject"));
            case METADATA -> Tables.metadataOf(object, resource);
            case METADATA_LIST ->
                throw ApiException.notInThisShape("you requested PartialObjectMetadataList, but the requested object is"
                        + " not a list (*" + internalType(object, resource, "") + ")");
            case WHOLE -> object;
        };
        return bytes(inVersion(shown, form), form, false);
    }

    /**
     * The bytes of a list, which the caller closes.
     *
     * @param parts how many of its objects may be written side by side
     */
    public Pieces many(ApiResponse.Many list, Negotiation form, Query query, int parts) {
        return switch (form.shape()) {
            case TABLE -> whole(inVersion(tables.ofMany(list, query.get("includeObject")), form), form);
            case METADATA_LIST -> whole(inVersion(metadataOf(list), form), form);
            case METADATA ->
                throw ApiException.notInThisShape("you requested PartialObjectMetadata, but the requested object is a"
                        + " list (*" + internalType(JsonMap.EMPTY, list.resource(), "List") + ")");
            case WHOLE -> whole(list, form, parts);
        };
    }

    /** What upstream's server calls the type of an object inside. */
    private static String internalType(JsonMap object, @Nullable Resource resource, String suffix) {
        if (resource == null) {
            return "autoscaling." + object.string("kind") + suffix;
        }
        if (resource.custom() != null) {
            return "unstructured.Unstructured" + suffix;
        }
        var group = resource.info().group();
        int dot = group.indexOf('.');
        var name =
                group.isEmpty() || group.equals("events.k8s.io") ? "core" : dot < 0 ? group : group.substring(0, dot);
        return name + "." + resource.kind() + suffix;
    }

    /** Tables and metadata in the earlier of their two versions, which look alike. */
    private static JsonMap inVersion(JsonMap shown, Negotiation form) {
        if (form.metaVersion().equals("v1")) {
            return shown;
        }
        var version = "meta.k8s.io/" + form.metaVersion();
        var result = shown.with("apiVersion", version);
        if (!shown.list("items").isEmpty()) {
            result =
                    result.with("items", shown.list("items").map(item -> ((JsonMap) item).with("apiVersion", version)));
        }
        if (!shown.list("rows").isEmpty()) {
            result = result.with(
                    "rows",
                    shown.list("rows")
                            .map(row ->
                                    ((JsonMap) row).map("object").string("kind").equals("PartialObjectMetadata")
                                            ? ((JsonMap) row)
                                                    .with(
                                                            "object",
                                                            ((JsonMap) row)
                                                                    .map("object")
                                                                    .with("apiVersion", version))
                                            : row));
        }
        return result;
    }

    private Pieces whole(ApiResponse.Many list, Negotiation form, int parts) {
        if (list.resource().custom() != null) {
            return whole(listOf(list, withContinue(list), list.items()), form);
        }
        return switch (form.format()) {
            case JSON -> form.pretty() ? whole(plain(list), form) : jsonList(list, parts);
            case YAML -> whole(plain(list), form);
            case PROTOBUF -> protobufList(list, parts);
            case CBOR ->
                Pieces.of(Cbor.list(
                        list.resource().apiVersion(),
                        list.resource().listKind(),
                        list.metadata(),
                        list.items().stream().map(Presenter::withoutType).toList(),
                        list.resource().type()));
        };
    }

    private Pieces whole(JsonMap object, Negotiation form) {
        return Pieces.of(bytes(object, form, false));
    }

    private static JsonMap plain(ApiResponse.Many list) {
        return listOf(
                list,
                list.metadata(),
                list.items().stream().map(Presenter::withoutType).toList());
    }

    private static JsonMap listOf(ApiResponse.Many list, JsonMap metadata, List<JsonMap> items) {
        return listOf(metadata, list.resource().apiVersion(), list.resource().listKind(), items);
    }

    /** Lists of custom resources say even of the last page how to go on. */
    private static JsonMap withContinue(ApiResponse.Many list) {
        return list.metadata().has("continue")
                ? list.metadata()
                : list.metadata().with("continue", "");
    }

    private static JsonMap listOf(JsonMap metadata, String apiVersion, String kind, List<JsonMap> items) {
        return JsonMap.of(
                "apiVersion", apiVersion, "kind", kind, "metadata", metadata, "items", JsonList.copyOf(items));
    }

    /** Items of a list do not repeat what the list says of them. */
    private static JsonMap withoutType(JsonMap object) {
        return object.without("apiVersion").without("kind");
    }

    private Pieces jsonList(ApiResponse.Many list, int parts) {
        return Pieces.written(pieces -> {
            pieces.add(ascii("{\"kind\":\"" + list.resource().kind() + "List\",\"apiVersion\":\""
                    + list.resource().apiVersion() + "\",\"metadata\":"));
            pieces.add(Json.write(list.metadata()));
            pieces.add(ascii(",\"items\":["));
            var comma = ascii(",");
            pieces.append(encoded(list, items, parts, (part, index, item) -> {
                if (index > 0) {
                    part.add(comma);
                }
                part.add(item);
            }));
            pieces.add(ascii("]}"));
        });
    }

    private static byte[] itemText(JsonMap object) {
        return new JsonWriter(4096).mapWithout(object, "apiVersion", "kind").toBytes();
    }

    private Pieces protobufList(ApiResponse.Many list, int parts) {
        var resource = list.resource();
        var metaType = Objects.requireNonNull(schema.type(META + "ListMeta"));
        return Pieces.written(pieces -> {
            pieces.append(encoded(list, messages, parts, (part, _, item) -> {
                part.add(Protobuf.itemHead(item.length));
                part.add(item);
            }));
            pieces.addFirst(Protobuf.listHead(
                    resource.apiVersion(), resource.listKind(), list.metadata(), metaType, pieces.size()));
            pieces.add(Protobuf.listEnd());
        });
    }

    /** Puts an item of a list where its part of the list is written. */
    private interface Item {
        void write(Pieces part, int index, byte[] encoded);
    }

    /** The items of a list, one after the other. */
    private static Pieces encoded(ApiResponse.Many list, EncodingCache encodings, int parts, Item writing) {
        long size = list.items().size();
        return Pieces.written(IntStream.range(0, parts)
                .<Consumer<Pieces>>mapToObj(part -> pieces -> encode(
                        list,
                        (int) (size * part / parts),
                        (int) (size * (part + 1) / parts),
                        encodings,
                        writing,
                        pieces))
                .toList());
    }

    /** Virtual threads are not interrupted at their work, so one that writes a long list lets others go first now and then. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but how long others wait
    private static void encode(
            ApiResponse.Many list, int from, int to, EncodingCache encodings, Item writing, Pieces part) {
        var all = list.items();
        for (int i = from; i < to; i++) {
            writing.write(part, i, encodings.of(all.get(i), all.size()));
            if ((i + 1) % BETWEEN_OTHERS == 0) {
                Thread.yield();
            }
        }
    }

    private byte[] message(JsonMap object) {
        return Protobuf.write(object, typeOf(object.string("apiVersion"), object.string("kind")));
    }

    /** As in upstream, a list without items has none, not an empty list of them. */
    private static JsonMap metadataOf(ApiResponse.Many list) {
        var items = list.items().stream()
                .map(item -> Tables.metadataOf(item, list.resource()))
                .toList();
        var made = listOf(list.metadata(), "meta.k8s.io/v1", "PartialObjectMetadataList", items);
        return items.isEmpty() ? made.with("items", Null.NULL) : made;
    }

    /**
     * Makes the bytes of one event of a watch after the other, with what separates it from the next. Of tables only the
     * first says what its columns are.
     */
    public Function<WatchEvent, byte[]> events(Resource resource, Negotiation form, Query query) {
        var isFirst = new AtomicBoolean(true);
        return event -> {
            boolean plain = event.type().equals("ERROR");
            if (form.shape() == Shape.METADATA_LIST && !plain) {
                throw ApiException.notInThisShape("an event is not a list"); // upstream ends the stream there
            }
            var shown = plain ? event.object() : shaped(event, resource, form, query);
            boolean withColumns = isFirst.getAndSet(false) || plain || form.shape() != Shape.TABLE;
            return event(event, withColumns ? shown : shown.with("columnDefinitions", Null.NULL), form);
        };
    }

    private byte[] event(WatchEvent event, JsonMap shown, Negotiation form) {
        boolean plain = event.type().equals("ERROR");
        boolean cached = form.shape() == Shape.WHOLE && !plain && !isBookmark(event);
        if (form.format() == Format.PROTOBUF) {
            return frame(event.type(), protobuf(shown, cached));
        }
        if (form.format() == Format.CBOR) {
            return Cbor.watchEvent(event.type(), shown, knownType(shown));
        }
        var object = cached ? texts.of(shown) : Json.write(shown);
        var head = ascii("{\"type\":\"" + event.type() + "\",\"object\":");
        var line = new byte[head.length + object.length + 2];
        System.arraycopy(head, 0, line, 0, head.length);
        System.arraycopy(object, 0, line, head.length, object.length);
        line[line.length - 2] = '}';
        line[line.length - 1] = '\n';
        return line;
    }

    private JsonMap shaped(WatchEvent event, Resource resource, Negotiation form, Query query) {
        return switch (form.shape()) {
            case WHOLE, METADATA_LIST -> event.object();
            case METADATA -> inVersion(Tables.metadataOf(event.object(), resource), form);
            case TABLE -> inVersion(tables.ofOne(event.object(), resource, includeObject(event, query)), form);
        };
    }

    /** The mark that the state at the beginning is complete is always there to be seen. */
    private static String includeObject(WatchEvent event, Query query) {
        var asked = query.get("includeObject");
        return asked.equals("None") && event.object().map("metadata").has("annotations") && isBookmark(event)
                ? "Metadata"
                : asked;
    }

    private static boolean isBookmark(WatchEvent event) {
        return event.type().equals("BOOKMARK");
    }

    /** A watch in protobuf is a sequence of messages, each after its length in four bytes. */
    private static byte[] frame(String type, byte[] object) {
        var event = Protobuf.watchEvent(type, object);
        var frame = new byte[4 + event.length];
        for (int i = 0; i < 4; i++) {
            frame[i] = (byte) (event.length >>> (24 - 8 * i));
        }
        System.arraycopy(event, 0, frame, 4, event.length);
        return frame;
    }

    private byte[] bytes(JsonMap object, Negotiation form, boolean cached) {
        return switch (form.format()) {
            case JSON -> form.pretty() ? PrettyJson.write(object) : cached ? texts.of(object) : Json.write(object);
            case YAML -> Yaml.write(object).getBytes(StandardCharsets.UTF_8);
            case PROTOBUF -> protobuf(object, cached);
            case CBOR -> Cbor.write(object, knownType(object));
        };
    }

    private byte[] protobuf(JsonMap object, boolean cached) {
        return Protobuf.seal(
                object.string("apiVersion"), object.string("kind"), cached ? messages.of(object) : message(object));
    }

    /** The type of a built-in object; null for any other. */
    private @Nullable StructType knownType(JsonMap object) {
        var apiVersion = object.string("apiVersion");
        var kind = object.string("kind");
        int slash = apiVersion.indexOf('/');
        return schema.kind(slash < 0 ? "" : apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
    }

    private StructType typeOf(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        var group = slash < 0 ? "" : apiVersion.substring(0, slash);
        var version = apiVersion.substring(slash + 1);
        boolean meta = kind.equals("Status") || group.equals("meta.k8s.io");
        var type = meta ? schema.type(META + kind) : schema.kind(group, version, kind);
        if (type == null) {
            throw ApiException.notAcceptable("application/json, application/yaml");
        }
        return type;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
