package dev.jibe.server.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The types of objects that an expression makes. Of an {@code Object} any field may be set, and so its type has those that
 * the expression sets.
 */
final class MadeTypes {

    private static final String ROOT = "Object";
    private static final Map<String, Set<String>> KNOWN = Map.of("JSONPatch", Set.of("op", "path", "from", "value"));

    private final Map<String, Set<String>> fields = new HashMap<>();

    private MadeTypes() {}

    /** The types that an expression needs besides those that are declared; empty if it makes none. */
    static Optional<CelTypeProvider> of(CelAbstractSyntaxTree parsed, CelTypeProvider declared) {
        var types = new MadeTypes();
        types.visit(parsed.getExpr());
        if (types.fields.isEmpty()) {
            return Optional.empty();
        }
        var made = new HashMap<String, CelType>();
        types.fields.forEach((name, set) -> made.put(
                name, StructType.create(name, ImmutableSet.copyOf(set), field -> Optional.of(type(name, field)))));
        return Optional.of(new Provider(declared, ImmutableMap.copyOf(made)));
    }

    private static CelType type(String name, String field) {
        return KNOWN.containsKey(name) && !field.equals("value") ? SimpleType.STRING : SimpleType.DYN;
    }

    private void visit(CelExpr expr) {
        switch (expr.getKind()) {
            case SELECT -> visit(expr.select().operand());
            case CALL -> {
                expr.call().target().ifPresent(this::visit);
                expr.call().args().forEach(this::visit);
            }
            case LIST -> expr.list().elements().forEach(this::visit);
            case MAP ->
                expr.map().entries().forEach(entry -> {
                    visit(entry.key());
                    visit(entry.value());
                });
            case STRUCT -> {
                var name = expr.struct().messageName();
                var known = KNOWN.get(name);
                if (known != null || name.equals(ROOT) || name.startsWith(ROOT + ".")) {
                    var set = fields.computeIfAbsent(name, _ -> new HashSet<>(known == null ? Set.of() : known));
                    expr.struct().entries().forEach(entry -> {
                        if (known == null) {
                            set.add(entry.fieldKey());
                        }
                    });
                }
                expr.struct().entries().forEach(entry -> visit(entry.value()));
            }
            case COMPREHENSION -> {
                var fold = expr.comprehension();
                visit(fold.iterRange());
                visit(fold.accuInit());
                visit(fold.loopCondition());
                visit(fold.loopStep());
                visit(fold.result());
            }
            default -> {}
        }
    }

    private record Provider(CelTypeProvider declared, ImmutableMap<String, CelType> made) implements CelTypeProvider {
        @Override
        public ImmutableCollection<CelType> types() {
            return ImmutableList.<CelType>builder()
                    .addAll(declared.types())
                    .addAll(made.values())
                    .build();
        }

        @Override
        public Optional<CelType> findType(String name) {
            return Optional.ofNullable(made.get(name)).or(() -> declared.findType(name));
        }
    }
}
