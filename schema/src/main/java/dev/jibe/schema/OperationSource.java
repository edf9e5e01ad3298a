package dev.jibe.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the operations, their paths and what they return out of the source of the Java client's API classes. */
final class OperationSource {
    private static final Pattern CALL = Pattern.compile(
            "private okhttp3\\.Call (\\w+)(?<!ValidateBefore)Call\\(.*?localVarPath = \"([^\"]*)\".*?buildCall\\(basePath, localVarPath, \"(\\w+)\"",
            Pattern.DOTALL);
    private static final Pattern RETURNS = Pattern.compile(
            "okhttp3\\.Call localVarCall = (\\w+)ValidateBeforeCall\\([^;]*;\\s+Type localVarReturnType = new TypeToken<(.*)>\\(\\)");

    private static final Pattern DESCRIBED =
            Pattern.compile("\\* ([^@\\n]+)\\n(?:(?!\\*/).)*\\*/\\s+public API(\\w+)Request \\2\\(", Pattern.DOTALL);

    private OperationSource() {}

    static List<Operation> read() {
        List<Operation> operations = new ArrayList<>();
        SourceJars.forEachSource(
                SourceJars.find("client-java-api", true),
                "io/kubernetes/client/openapi/apis/",
                (name, text) -> parse(name, text, operations));
        return operations;
    }

    private static void parse(String apiClass, String text, List<Operation> operations) {
        Map<String, String> returns = new HashMap<>();
        Matcher returning = RETURNS.matcher(text);
        while (returning.find()) {
            returns.putIfAbsent(returning.group(1), returning.group(2));
        }
        Map<String, String> descriptions = new HashMap<>();
        Matcher described = DESCRIBED.matcher(text);
        while (described.find()) {
            descriptions.put(described.group(2), described.group(1));
        }
        Matcher call = CALL.matcher(text);
        while (call.find()) {
            String id = call.group(1);
            operations.add(new Operation(
                    apiClass,
                    id,
                    call.group(3),
                    call.group(2),
                    returns.getOrDefault(id, ""),
                    descriptions.getOrDefault(id, "")));
        }
    }
}
