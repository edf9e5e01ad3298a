package dev.jibe.server.crd.rules;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.server.cel.CompileException;
import dev.jibe.server.cel.Decl;
import dev.jibe.server.cel.Environment;
import dev.jibe.server.cel.Program;
import dev.jibe.server.crd.path.FieldNames;
import dev.jibe.server.crd.schema.Structural;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule, compiled.
 *
 * @param program null if it could not be compiled
 * @param message the expression that makes the message; null if there is none, or if it could not be compiled
 * @param wrong why the rule could not be compiled; empty if it could
 * @param wrongMessage why the expression for the message could not be compiled; empty if it could
 * @param field the place below the node that failures are told of; empty for the node itself
 */
public record Rule(
        JsonMap source,
        @Nullable Program program,
        @Nullable Program message,
        String wrong,
        String wrongMessage,
        String field) {

    private static final String OLD = "oldSelf";

    /** Compiles a rule about values of a type. */
    public static Rule compile(JsonMap source, Structural schema, Decl self) {
        boolean optional = source.bool("optionalOldSelf");
        var environment = new Environment(Map.of("self", self, OLD, self), optional ? Set.of(OLD) : Set.of());
        Program program = null;
        var wrong = "";
        try {
            program = environment.compile(source.string("rule"), Decl.Kind.BOOL);
        } catch (CompileException e) {
            wrong = e.isOfWrongType() ? "cel expression " + e.why() : e.failure();
        }
        Program message = null;
        var wrongMessage = "";
        if (!source.string("messageExpression").isEmpty()) {
            try {
                message = environment.compile(source.string("messageExpression"), Decl.Kind.STRING);
            } catch (CompileException e) {
                wrongMessage = e.isOfWrongType()
                        ? "messageExpression " + e.why()
                        : "messageExpression " + e.failure().replace("program instantiation", "instantiation");
            }
        }
        var path = source.string("fieldPath");
        var field = path.isEmpty() ? "" : FieldNames.check(path, schema, true).shown();
        return new Rule(source, program, message, wrong, wrongMessage, field);
    }

    public boolean usesOldSelf() {
        return program != null && program.uses(OLD);
    }

    boolean isOptional() {
        return source.bool("optionalOldSelf");
    }

    /** What is told of a failure that has no message of its own. */
    String shown() {
        var message = source.string("message").strip();
        return message.isEmpty() ? source.string("rule").strip() : message;
    }

    String messageOrDefault() {
        var message = source.string("message");
        return message.isEmpty() ? "failed rule: " + shown() : message.strip();
    }

    /** The rule as messages about it print it. */
    public static String print(JsonMap rule) {
        return "{\"Rule\":" + Json.text(rule.string("rule"))
                + ",\"Message\":" + Json.text(rule.string("message"))
                + ",\"MessageExpression\":" + Json.text(rule.string("messageExpression"))
                + ",\"Reason\":" + (rule.has("reason") ? Json.text(rule.string("reason")) : "null")
                + ",\"FieldPath\":" + Json.text(rule.string("fieldPath"))
                + ",\"OptionalOldSelf\":" + (rule.has("optionalOldSelf") ? rule.bool("optionalOldSelf") : "null")
                + "}";
    }
}
