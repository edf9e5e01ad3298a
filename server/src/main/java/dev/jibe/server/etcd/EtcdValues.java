package dev.jibe.server.etcd;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.cbor.Cbor;
import dev.jibe.object.json.Json;
import dev.jibe.object.protobuf.Protobuf;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.encryption.Encryption;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.StoredVersion;
import dev.jibe.server.registry.versions.OptionalKinds;
import dev.jibe.store.Values;
import dev.jibe.store.etcd.Keys;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Objects as upstream stores them: built-in ones as protobuf in the version that it stores, in an envelope; definitions,
 * API services and custom resources as JSON; encrypted if that is asked for. What is read has the gaps filled that have
 * come since it was written, as upstream fills them.
 */
public final class EtcdValues implements Values<JsonMap> {

    private static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";
    private static final String API_SERVICES = "apiservices.apiregistration.k8s.io";

    private final Schema schema;
    private final Resources resources;
    private final Keys keys;
    private final Encryption encryption;
    private final boolean cbor;
    private final Map<String, Builtin> byBucket = new HashMap<>();
    private final Map<String, Builtin> byKind = new HashMap<>();

    /**
     * A built-in resource.
     *
     * @param resource in the form that objects have in this process
     * @param stored the version in etcd
     * @param type of that version
     */
    private record Builtin(Resource resource, String stored, StructType type) {}

    /**
     * Values.
     *
     * @param resources the built-in ones
     * @param cbor whether custom resources are written as CBOR; they are read in any case
     */
    public EtcdValues(Schema schema, Resources resources, Keys keys, Encryption encryption, boolean cbor) {
        this.schema = schema;
        this.resources = resources;
        this.keys = keys;
        this.encryption = encryption;
        this.cbor = cbor;
        for (var info : schema.resources()) {
            if (info.servedByDefault() && StoredVersion.isKept(info)) {
                know(resources.get(info.group(), info.version(), info.plural()));
            }
        }
        OptionalKinds.stored(schema).forEach(this::know);
        byBucket.put(EtcdKeys.SERVERS, Objects.requireNonNull(byBucket.get("endpoints")));
    }

    private void know(Resource resource) {
        var info = resource.info();
        var stored = StoredVersion.of(info);
        var type = schema.kind(info.group(), version(stored), info.kind());
        var known = new Builtin(resource, stored, type == null ? info.type() : type);
        byBucket.put(Resources.bucket(info), known);
        byKind.put(info.group() + "/" + info.kind(), known);
    }

    private static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    private static String version(String apiVersion) {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    @Override
    public byte[] encode(String bucket, String key, JsonMap object) {
        var plain = object.with("metadata", object.map("metadata").without("resourceVersion"));
        var known = byBucket.get(bucket);
        byte[] bytes;
        if (known == null) {
            bytes = cbor ? Cbor.write(plain, null) : line(plain);
        } else if (bucket.equals(API_SERVICES)) {
            bytes = line(plain);
        } else if (bucket.equals(DEFINITIONS)) {
            bytes = line(StoredDefinitions.toStored(plain));
        } else {
            bytes = Protobuf.seal(known.stored(), known.resource().kind(), plain, known.type());
        }
        return encryption.sealAt(keys.of(bucket, key), bucket, key, bytes);
    }

    /** JSON with the end of line that upstream's encoder leaves. */
    private static byte[] line(JsonMap object) {
        byte[] text = Json.write(object);
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        return line;
    }

    @Override
    public JsonMap decode(String bucket, String key, byte[] bytes) {
        byte[] plain = encryption.openAt(keys.of(bucket, key), bucket, key, bytes);
        var object = Protobuf.isSealed(plain) ? message(Protobuf.open(plain)) : text(plain);
        var known = byBucket.get(bucket);
        return known == null ? object : known.resource().defaulted(kept(object, known.resource()));
    }

    private static JsonMap text(byte[] bytes) {
        if (!Cbor.isSelfDescribed(bytes)) {
            return Json.parseMap(bytes);
        }
        if (Cbor.read(bytes) instanceof JsonMap map) {
            return map;
        }
        throw new MalformedException("an object is expected");
    }

    /** The object in the version that it has in this process. */
    private JsonMap kept(JsonMap object, Resource kept) {
        var apiVersion = object.string("apiVersion");
        if (apiVersion.equals(kept.apiVersion())) {
            return object;
        }
        if (apiVersion.equals(StoredDefinitions.API_VERSION)) {
            return StoredDefinitions.fromStored(object);
        }
        var older = resources.find(
                group(apiVersion), version(apiVersion), kept.info().plural());
        var converted = older == null ? object : older.storage().toStorage(object);
        return converted.with("apiVersion", kept.apiVersion());
    }

    private JsonMap message(Protobuf.Envelope envelope) {
        var group = group(envelope.apiVersion());
        var type = schema.kind(group, version(envelope.apiVersion()), envelope.kind());
        if (type == null) {
            // A version that is no longer served; its messages have the numbers of the one that replaced it.
            var current = byKind.get(group + "/" + envelope.kind());
            type = current == null ? null : current.type();
        }
        if (type == null) {
            throw new MalformedException(
                    "no kind \"" + envelope.kind() + "\" is known in version \"" + envelope.apiVersion() + "\"");
        }
        return Protobuf.read(envelope, type);
    }

    @Override
    public JsonMap stamp(JsonMap object, long revision) {
        return object.with("metadata", object.map("metadata").with("resourceVersion", Long.toString(revision)));
    }
}
