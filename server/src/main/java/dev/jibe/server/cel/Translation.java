package dev.jibe.server.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.jibe.object.Null;
import dev.jibe.server.cel.Node.Shape;
import java.util.ArrayList;
import java.util.List;

/** Brings a checked expression from dev.cel's form into ours. */
final class Translation {

    private final CelAbstractSyntaxTree ast;

    private Translation(CelAbstractSyntaxTree ast) {
        this.ast = ast;
    }

    static Node of(CelAbstractSyntaxTree ast) {
        return new Translation(ast).node(ast.getExpr());
    }

    private Shape shape(CelExpr expr) {
        return ast.getType(expr.id()).map(type -> shape(type.kind())).orElse(Shape.OTHER);
    }

    private static Shape shape(CelKind kind) {
        return switch (kind) {
            case BOOL, INT, UINT, DOUBLE, NULL_TYPE, TIMESTAMP, DURATION -> Shape.SCALAR;
            case STRING -> Shape.STRING;
            case BYTES -> Shape.BYTES;
            case LIST -> Shape.LIST;
            case MAP -> Shape.MAP;
            case STRUCT -> Shape.OBJECT;
            default -> Shape.OTHER;
        };
    }

    private List<Node> nodes(List<CelExpr> exprs) {
        var nodes = new ArrayList<Node>(exprs.size());
        exprs.forEach(expr -> nodes.add(node(expr)));
        return nodes;
    }

    private Node node(CelExpr expr) {
        var shape = shape(expr);
        return switch (expr.getKind()) {
            case CONSTANT -> new Node.Constant(constant(expr.constant()), shape);
            case IDENT -> new Node.Name(expr.ident().name(), shape);
            case SELECT -> select(expr, shape);
            case CALL -> {
                var call = expr.call();
                yield new Node.Call(
                        call.target().map(this::node).orElse(null), call.function(), nodes(call.args()), shape);
            }
            case LIST ->
                new Node.MakeList(nodes(expr.list().elements()), expr.list().optionalIndices(), shape);
            case MAP ->
                new Node.MakeMap(
                        expr.map().entries().stream()
                                .map(e -> new Node.Entry(node(e.key()), node(e.value()), e.optionalEntry()))
                                .toList(),
                        shape);
            case STRUCT -> struct(expr);
            case COMPREHENSION -> fold(expr, shape);
            default -> throw new CompileException("unsupported expression: " + expr.getKind());
        };
    }

    private Node struct(CelExpr expr) {
        var struct = expr.struct();
        var fields = struct.entries().stream()
                .map(e -> new Node.Entry(
                        new Node.Constant(e.fieldKey(), Shape.STRING), node(e.value()), e.optionalEntry()))
                .toList();
        return new Node.Call(
                null,
                MadeObject.FUNCTION,
                List.of(new Node.Constant(struct.messageName(), Shape.STRING), new Node.MakeMap(fields, Shape.MAP)),
                Shape.OBJECT);
    }

    private Node select(CelExpr expr, Shape shape) {
        var reference = ast.getReference(expr.id());
        if (reference.isPresent() && !reference.get().name().isEmpty()) {
            return new Node.Name(reference.get().name(), shape);
        }
        var select = expr.select();
        return new Node.Select(node(select.operand()), select.field(), select.testOnly(), shape);
    }

    private Node fold(CelExpr expr, Shape shape) {
        var fold = expr.comprehension();
        return new Node.Fold(
                node(fold.iterRange()),
                fold.iterVar(),
                fold.iterVar2(),
                fold.accuVar(),
                node(fold.accuInit()),
                node(fold.loopCondition()),
                node(fold.loopStep()),
                node(fold.result()),
                shape);
    }

    private static Object constant(CelConstant constant) {
        return switch (constant.getKind()) {
            case BOOLEAN_VALUE -> constant.booleanValue();
            case INT64_VALUE -> constant.int64Value();
            case UINT64_VALUE -> new Values.Uint(constant.uint64Value().longValue());
            case DOUBLE_VALUE -> constant.doubleValue();
            case STRING_VALUE -> constant.stringValue();
            case BYTES_VALUE -> constant.bytesValue().toByteArray();
            default -> Null.NULL;
        };
    }
}
