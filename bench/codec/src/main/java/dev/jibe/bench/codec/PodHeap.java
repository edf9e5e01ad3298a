package dev.jibe.bench.codec;

import dev.jibe.object.json.Json;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** Prints how much heap one of many pods takes, in Jibe's tree and in Jackson's. */
final class PodHeap {

    private static final int PODS = 20_000;

    private PodHeap() {}

    public static void main(String[] arguments) throws IOException {
        var pod = PodBytes.json();
        var jackson = new JsonMapper();
        System.out.println("bytes of JSON: " + pod.length);
        System.out.println("bytes of heap, Jibe: " + perPod(pod, Json::parseMap));
        System.out.println("bytes of heap, Jackson: " + perPod(pod, jackson::readTree));
    }

    private static long perPod(byte[] pod, Function<byte[], Object> parse) {
        var held = new Object[PODS];
        held[0] = parse.apply(pod); // whatever is loaded once is not a pod's
        long before = used();
        for (int i = 0; i < PODS; i++) {
            held[i] = parse.apply(PodBytes.json(pod, i));
        }
        long after = used();
        Reference.reachabilityFence(held);
        return (after - before) / PODS;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
