package dev.jibe.scheduler.score;

import dev.jibe.scheduler.snapshot.ClusterInfo;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Template;
import java.util.ArrayList;
import java.util.List;

/** Which nodes have the images of a pod already; an image that few nodes have counts less. */
final class ImageLocality {

    private static final long MIN_BYTES = 23L << 20;
    private static final long MAX_BYTES_PER_CONTAINER = 1000L << 20;

    private final ClusterInfo cluster;
    private final List<String> images;
    private final long maxBytes;

    ImageLocality(Template pod, ClusterInfo cluster) {
        this.cluster = cluster;
        var names = pod.images().stream().map(ImageLocality::withTag).toList();
        var known = cluster.images().known(names);
        this.images = new ArrayList<>(names);
        this.images.removeIf(name -> !known.contains(name));
        this.maxBytes = MAX_BYTES_PER_CONTAINER * names.size();
    }

    /** Nodes list images with their tags. */
    private static String withTag(String image) {
        return image.lastIndexOf(':') <= image.lastIndexOf('/') ? image + ":latest" : image;
    }

    /** Whether no node has any of the images. */
    boolean isPointless() {
        return images.isEmpty();
    }

    long of(NodeInfo node) {
        long sum = 0;
        for (var image : images) {
            long bytes = cluster.images().bytesOn(node, image);
            if (bytes > 0) {
                double spread = (double) cluster.images().nodesWith(image) / cluster.nodeCount();
                sum += (long) (bytes * spread);
            }
        }
        long within = Math.max(MIN_BYTES, Math.min(maxBytes, sum));
        return Scores.MAX * (within - MIN_BYTES) / (maxBytes - MIN_BYTES);
    }
}
