package dev.jibe.node.pods;

import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.serve.LogFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a container wanted to be remembered by.
 *
 * <p>See https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/.
 */
final class LastWords {
    private static final int LIMIT_BYTES = 4096;
    private static final int FALLBACK_BYTES = 2048;
    private static final int FALLBACK_LINES = 80;

    private LastWords() {}

    static String read(Path file, ContainerView view, String policy) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > 0) {
                byte[] bytes = Files.readAllBytes(file);
                return new String(Arrays.copyOf(bytes, Math.min(bytes.length, LIMIT_BYTES)), StandardCharsets.UTF_8);
            }
            if (policy.equals("FallbackToLogsOnError")
                    && view.exitCode() != 0
                    && !view.logPath().isEmpty()) {
                return LogFile.tail(Path.of(view.logPath()), FALLBACK_LINES, FALLBACK_BYTES);
            }
        } catch (IOException e) {
            return "";
        }
        return "";
    }
}
