package dev.jibe.node.cri;

import java.util.List;
import java.util.OptionalLong;

/** An image on the node; {@code uid} and {@code userName} are whom it runs as unless told otherwise. */
public record ImageView(
        String id,
        List<String> tags,
        List<String> digests,
        long sizeBytes,
        OptionalLong uid,
        String userName,
        boolean pinned) {}
