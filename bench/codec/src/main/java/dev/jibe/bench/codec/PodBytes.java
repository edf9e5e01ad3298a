package dev.jibe.bench.codec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A pod of 3.3 KB as an API server answers it. */
final class PodBytes {

    private PodBytes() {}

    static byte[] json() throws IOException {
        try (var in = PodBytes.class.getResourceAsStream("/pod.json")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    /** The same pod under another name, with other ids, as a cluster has thousands of them. */
    static byte[] json(byte[] pod, int number) {
        var text = new String(pod, StandardCharsets.UTF_8);
        var five = String.format("%05d", number);
        return text.replace("-x2x7k", "-" + five)
                .replace("0123456789ab", "0123456" + five)
                .replace("184467", "1" + five)
                .replace("10.244.17.31", "10.244." + number / 250 % 250 + "." + number % 250)
                .replace("6f1e2d3c4b5a6978", "6f1e2d3c4b5" + five)
                .getBytes(StandardCharsets.UTF_8);
    }
}
