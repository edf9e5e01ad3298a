package dev.jibe.object.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.selector.FieldSelector;
import dev.jibe.object.selector.LabelSelector;
import java.nio.charset.StandardCharsets;

/** Small texts with a syntax of their own: what is read and printed is read as the same again. */
final class TextFuzzTest {

    private static final JsonMap LABELS = JsonMap.of("a", "b", "x", "1");

    @FuzzTest
    void quantity(byte[] data) {
        Quantity quantity;
        try {
            quantity = Quantity.parse(new String(data, StandardCharsets.UTF_8));
        } catch (MalformedException refused) {
            return;
        }
        var printed = quantity.toString();
        var again = Quantity.parse(printed);
        assertEquals(0, quantity.compareTo(again), printed);
        assertEquals(printed, again.toString());
        assertEquals(quantity.value(), again.value());
        assertEquals(quantity.milliValue(), again.milliValue());
        assertEquals(0, quantity.add(quantity).subtract(quantity).compareTo(quantity), printed);
    }

    @FuzzTest
    void labelSelector(byte[] data) {
        LabelSelector selector;
        try {
            selector = LabelSelector.parse(new String(data, StandardCharsets.UTF_8));
        } catch (MalformedException refused) {
            return;
        }
        var again = LabelSelector.parse(selector.toString());
        assertEquals(selector.toString(), again.toString());
        assertEquals(selector.matches(LABELS), again.matches(LABELS));
        assertEquals(selector.matches(JsonMap.EMPTY), again.matches(JsonMap.EMPTY));
    }

    @FuzzTest
    void fieldSelector(byte[] data) {
        FieldSelector selector;
        try {
            selector = FieldSelector.parse(new String(data, StandardCharsets.UTF_8));
        } catch (MalformedException refused) {
            return;
        }
        assertEquals(
                selector.terms().size(),
                selector.terms().stream()
                        .filter(term -> !term.toString().isEmpty())
                        .count());
    }
}
