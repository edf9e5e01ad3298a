package dev.jibe.server.cel.library;

import dev.jibe.object.MalformedException;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.Values;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Quantities of resources. */
final class Quantities implements Functions {

    /** A quantity as a value; two are the same if they are as much. */
    private record Amount(Quantity quantity) implements Values.Custom {
        @Override
        public String typeName() {
            return "kubernetes.Quantity";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Amount(Quantity that) && quantity.compareTo(that) == 0;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(quantity.value());
        }
    }

    @Override
    public List<String> signatures() {
        return List.of(
                "quantity(string): Quantity",
                "isQuantity(string): bool",
                "sign(Quantity): int",
                "Quantity.isInteger(): bool",
                "Quantity.asInteger(): int",
                "Quantity.asApproximateFloat(): double",
                "Quantity.isGreaterThan(Quantity): bool",
                "Quantity.isLessThan(Quantity): bool",
                "Quantity.compareTo(Quantity): int",
                "Quantity.add(Quantity): Quantity",
                "Quantity.add(int): Quantity",
                "Quantity.sub(Quantity): Quantity",
                "Quantity.sub(int): Quantity");
    }

    @Override
    public Map<String, Function> functions() {
        return Map.ofEntries(
                Map.entry("quantity", v -> parse((String) v.getFirst())),
                Map.entry("isQuantity", v -> isQuantity((String) v.getFirst())),
                Map.entry("sign", v -> (long) amount(v, 0).signum()),
                Map.entry("isInteger", v -> isWhole(amount(v, 0))),
                Map.entry("asInteger", v -> whole(amount(v, 0))),
                Map.entry("asApproximateFloat", v -> decimal(amount(v, 0)).doubleValue()),
                Map.entry("isGreaterThan", v -> amount(v, 0).compareTo(amount(v, 1)) > 0),
                Map.entry("isLessThan", v -> amount(v, 0).compareTo(amount(v, 1)) < 0),
                Map.entry("compareTo", v -> (long) Integer.signum(amount(v, 0).compareTo(amount(v, 1)))),
                Map.entry("add", v -> new Amount(amount(v, 0).add(amount(v, 1)))),
                Map.entry("sub", v -> new Amount(amount(v, 0).subtract(amount(v, 1)))));
    }

    private static Quantity amount(List<Object> values, int index) {
        return switch (values.get(index)) {
            case Amount(Quantity quantity) -> quantity;
            case Long number -> Quantity.parse(number.toString());
            default -> throw new Library.NotMine();
        };
    }

    private static Object parse(String text) {
        try {
            return new Amount(Quantity.parse(text));
        } catch (MalformedException e) {
            throw new CelFailure(
                    "quantities must match the regular expression" + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }
    }

    private static boolean isQuantity(String text) {
        try {
            Quantity.parse(text);
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }

    private static BigDecimal decimal(Quantity quantity) {
        return BigDecimal.valueOf(quantity.milliValue(), 3);
    }

    private static boolean isWhole(Quantity quantity) {
        return quantity.compareTo(Quantity.parse(Long.toString(quantity.value()))) == 0;
    }

    private static Object whole(Quantity quantity) {
        if (!isWhole(quantity)) {
            throw new CelFailure("cannot convert value to integer");
        }
        return quantity.value();
    }
}
