package dev.jibe.server.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Declarations in the form that the checker asks for. */
final class DeclaredTypes {

    /** Types that expressions may name in full. */
    private static final Map<String, CelType> TIMES =
            Map.of(SimpleType.TIMESTAMP.name(), SimpleType.TIMESTAMP, SimpleType.DURATION.name(), SimpleType.DURATION);

    private final Map<String, CelType> objects = new HashMap<>();

    CelType of(Decl decl) {
        return switch (decl) {
            case Decl.Scalar scalar ->
                switch (scalar.kind()) {
                    case BOOL -> SimpleType.BOOL;
                    case INT -> SimpleType.INT;
                    case DOUBLE -> SimpleType.DOUBLE;
                    case STRING -> SimpleType.STRING;
                    case BYTES -> SimpleType.BYTES;
                    case TIMESTAMP -> SimpleType.TIMESTAMP;
                    case DURATION -> SimpleType.DURATION;
                    case DYN -> SimpleType.DYN;
                };
            case Decl.ListOf list -> ListType.create(of(list.element()));
            case Decl.MapOf map -> MapType.create(SimpleType.STRING, of(map.value()));
            case Decl.ObjectOf object -> struct(object);
            case Decl.Opaque opaque -> OpaqueType.create(opaque.name());
        };
    }

    private CelType struct(Decl.ObjectOf object) {
        var known = objects.get(object.name());
        if (known != null) {
            return known;
        }
        var types = new HashMap<String, CelType>();
        object.fields().forEach((name, property) -> {
            types.put(name, of(property.decl()));
            if (Names.isReserved(property.key())) {
                types.putIfAbsent(property.key(), types.get(name));
            }
        });
        var fields = ImmutableMap.copyOf(types);
        var type = StructType.create(object.name(), fields.keySet(), name -> Optional.ofNullable(fields.get(name)));
        objects.put(object.name(), type);
        return type;
    }

    /** The name of a type as messages show it. */
    static String shown(CelType type) {
        return switch (type) {
            case ListType list -> "list(" + shown(list.elemType()) + ")";
            case MapType map -> "map(" + shown(map.keyType()) + ", " + shown(map.valueType()) + ")";
            case OptionalType optional ->
                "optional_type(" + shown(optional.parameters().getFirst()) + ")";
            default -> type.name();
        };
    }

    /** All objects that were declared so far. */
    CelTypeProvider provider() {
        return new Provider(ImmutableMap.copyOf(objects));
    }

    private record Provider(ImmutableMap<String, CelType> objects) implements CelTypeProvider {
        @Override
        public ImmutableCollection<CelType> types() {
            return objects.values();
        }

        @Override
        public Optional<CelType> findType(String name) {
            return Optional.ofNullable(objects.getOrDefault(name, TIMES.get(name)));
        }
    }
}
