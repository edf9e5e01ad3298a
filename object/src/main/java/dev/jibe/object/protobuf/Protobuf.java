package dev.jibe.object.protobuf;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.schema.StructType;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Objects as protobuf messages, bare or in the envelope of the API.
 *
 * <p>The envelope is four bytes of magic and a {@code runtime.Unknown}: apiVersion and kind, and the object's message
 * without them. See <a
 * href="https://kubernetes.io/docs/reference/using-api/api-concepts/#kubernetes-protobuf-encoding">Kubernetes Protobuf
 * encoding</a>.
 */
public final class Protobuf {

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final int TYPE_META = 1;
    private static final int RAW = 2;
    private static final int CONTENT_ENCODING = 3;
    private static final int CONTENT_TYPE = 4;

    private static final int METADATA = 1;
    private static final int ITEMS = 2;

    /** Room for an envelope and what little there is beside the items of a list. */
    private static final int SMALL = 1024;

    /** A field's number and a length below 2 GiB. */
    private static final int ITEM_HEAD = 6;

    private Protobuf() {}

    /** What an envelope holds. */
    public record Envelope(String apiVersion, String kind, byte[] message) {}

    /** The bare message; {@code apiVersion} and {@code kind} are left out as the type has no number for them. */
    public static byte[] write(JsonMap object, StructType type) {
        var writer = new ProtoWriter();
        writer.message(object, type);
        return writer.finish();
    }

    /** The fields of a bare message. */
    public static JsonMap read(byte[] message, StructType type) {
        return new ProtoReader(message, 0, message.length).message(type);
    }

    /** The object in its envelope. */
    public static byte[] seal(JsonMap object, StructType type) {
        return seal(object.string("apiVersion"), object.string("kind"), object, type);
    }

    public static byte[] seal(String apiVersion, String kind, JsonMap object, StructType type) {
        return seal(apiVersion, kind, SMALL, writer -> writer.message(object, type));
    }

    /** A message that was written before, in its envelope. */
    public static byte[] seal(String apiVersion, String kind, byte[] message) {
        return seal(apiVersion, kind, SMALL + message.length, writer -> writer.prepend(message));
    }

    /**
     * What stands before the items of a list in its envelope. Every list of the API has its metadata first and its items
     * second. It is made of parts, because together they may be too much for one array.
     *
     * @param metaType {@code ListMeta}
     * @param itemsBytes how long all items together are, each with its {@link #itemHead}
     */
    public static byte[] listHead(
            String apiVersion, String kind, JsonMap metadata, StructType metaType, long itemsBytes) {
        var writer = new ProtoWriter(SMALL);
        writer.message(metadata, metaType);
        writer.lengthAndTag(METADATA, 0);
        seal(writer, writer.size() + itemsBytes, apiVersion, kind);
        return writer.toBytes();
    }

    /** What stands before an item of so many bytes; the item itself is a bare message, as {@link #write} gives it. */
    public static byte[] itemHead(int length) {
        var writer = new ProtoWriter(ITEM_HEAD);
        writer.head(ITEMS, length);
        return writer.toBytes();
    }

    /** What stands after the items of a list. */
    public static byte[] listEnd() {
        var writer = new ProtoWriter(SMALL);
        endSeal(writer);
        return writer.toBytes();
    }

    private static byte[] seal(String apiVersion, String kind, int capacity, Consumer<ProtoWriter> content) {
        var writer = new ProtoWriter(capacity);
        endSeal(writer);
        int before = writer.size();
        content.accept(writer);
        seal(writer, writer.size() - before, apiVersion, kind);
        return writer.toBytes();
    }

    private static void endSeal(ProtoWriter writer) {
        writer.string(CONTENT_TYPE, "");
        writer.string(CONTENT_ENCODING, "");
    }

    /** Puts the beginning of an envelope before what it holds. */
    private static void seal(ProtoWriter writer, long contentSize, String apiVersion, String kind) {
        writer.head(RAW, contentSize);
        int before = writer.size();
        writer.string(2, kind);
        writer.string(1, apiVersion);
        writer.lengthAndTag(TYPE_META, before);
        writer.prepend(MAGIC);
    }

    /** One event of a watch: a bare {@code metav1.WatchEvent} around an object in its envelope. */
    public static byte[] watchEvent(String eventType, byte[] sealedObject) {
        var writer = new ProtoWriter();
        int extension = writer.size();
        int raw = writer.size();
        writer.prepend(sealedObject);
        writer.lengthAndTag(1, raw);
        writer.lengthAndTag(2, extension);
        writer.string(1, eventType);
        return writer.toBytes();
    }

    public static boolean isSealed(byte[] bytes) {
        return bytes.length >= MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * Opens an envelope.
     *
     * @throws MalformedException if it is none
     */
    public static Envelope open(byte[] bytes) {
        if (!isSealed(bytes)) {
            throw new MalformedException(
                    "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }
        if (bytes.length == MAGIC.length) {
            throw new MalformedException("empty body");
        }
        var reader = new ProtoReader(bytes, MAGIC.length, bytes.length);
        var apiVersion = "";
        var kind = "";
        var message = new byte[0];
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag >>> 3) {
                case TYPE_META -> {
                    var meta = new ProtoReader(reader.bytes(tag, "TypeMeta"), 0).named("TypeMeta");
                    while (meta.hasMore()) {
                        int inner = meta.tag();
                        switch (inner >>> 3) {
                            case 1 -> apiVersion = Bytes.text(meta.bytes(inner, "APIVersion"));
                            case 2 -> kind = Bytes.text(meta.bytes(inner, "Kind"));
                            default -> meta.skip(inner);
                        }
                    }
                }
                case RAW -> message = reader.bytes(tag, "Raw");
                case CONTENT_ENCODING -> reader.bytes(tag, "ContentEncoding");
                case CONTENT_TYPE -> reader.bytes(tag, "ContentType");
                default -> reader.skip(tag);
            }
        }
        return new Envelope(apiVersion, kind, message);
    }

    /** The object in an envelope, with its apiVersion and kind. */
    public static JsonMap read(Envelope envelope, StructType type) {
        return read(envelope.message(), type)
                .with("apiVersion", envelope.apiVersion())
                .with("kind", envelope.kind());
    }
}
