package dev.jibe.server.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.jibe.object.Null;
import dev.jibe.server.cel.Node.Kind;
import dev.jibe.server.cel.Node.Shape;
import dev.jibe.server.cel.library.Library;
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
        return ast.getType(expr.id()).map(Translation::shape).orElse(Shape.of(Kind.OTHER, "dyn"));
    }

    private static Shape shape(CelType type) {
        var kind = switch (type.kind()) {
            case BOOL, INT, UINT, DOUBLE, TIMESTAMP, DURATION -> Kind.SCALAR;
            case STRING -> Kind.STRING;
            case BYTES -> Kind.BYTES;
            case LIST -> Kind.LIST;
            case MAP -> Kind.MAP;
            case STRUCT -> Kind.OBJECT;
            default -> Kind.OTHER;
        };
        // The fields of an object do not matter here.
        var parameters = kind == Kind.OBJECT ? List.<CelType>of() : type.parameters();
        return new Shape(
                kind,
                DeclaredTypes.shown(type),
                parameters.stream().map(Translation::shape).toList());
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
            case IDENT -> name(expr.ident().name(), expr, shape);
            case SELECT -> select(expr, shape);
            case CALL -> {
                var call = expr.call();
                yield new Node.Call(
                        call.target().map(this::node).orElse(null),
                        call.function(),
                        ast.getReference(expr.id())
                                .map(CelReference::overloadIds)
                                .orElse(ImmutableList.of()),
                        nodes(call.args()),
                        shape);
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

    private Node name(String name, CelExpr expr, Shape shape) {
        boolean isType = Library.isType(name)
                && ast.getType(expr.id())
                        .filter(type -> type.kind() == CelKind.TYPE)
                        .isPresent();
        return isType ? new Node.Constant(new Values.TypeName(name), shape) : new Node.Name(name, shape);
    }

    private Node struct(CelExpr expr) {
        var struct = expr.struct();
        var fields = struct.entries().stream()
                .map(e ->
                        new Node.Entry(new Node.Constant(e.fieldKey(), Shape.TEXT), node(e.value()), e.optionalEntry()))
                .toList();
        return new Node.Call(
                null,
                MadeObject.FUNCTION,
                List.of(MadeObject.FUNCTION),
                List.of(
                        new Node.Constant(struct.messageName(), Shape.TEXT),
                        new Node.MakeMap(fields, Shape.of(Kind.MAP, "map"))),
                Shape.of(Kind.OBJECT, struct.messageName()));
    }

    private Node select(CelExpr expr, Shape shape) {
        var reference = ast.getReference(expr.id());
        if (reference.isPresent() && !reference.get().name().isEmpty()) {
            return name(reference.get().name(), expr, shape);
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

    static Object constant(CelConstant constant) {
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
