package dev.jibe.object.schema;

import dev.jibe.object.KeyLookup;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The fields of a {@link StructType}, in the orders and under the keys that they are looked for. */
record Layout(
        List<Field> fields,
        List<Field> wireFields,
        KeyLookup wireKeys,
        List<Field> shownWhenAbsent,
        Map<String, Field> byName,
        Map<Integer, Field> byNumber) {

    static Layout of(List<Field> jsonFields, List<Field> inlineFields) {
        List<Field> wire = Stream.concat(jsonFields.stream(), inlineFields.stream())
                .filter(field -> field.number() > 0)
                .sorted(Comparator.comparingInt(Field::number))
                .toList();
        Map<String, Field> byName = HashMap.newHashMap(jsonFields.size());
        jsonFields.forEach(field -> byName.put(field.name(), field));
        Map<Integer, Field> byNumber = HashMap.newHashMap(wire.size());
        wire.forEach(field -> byNumber.put(field.number(), field));
        List<Field> shown =
                jsonFields.stream().filter(field -> !field.omitEmpty()).toList();
        var wireKeys = new KeyLookup(wire.stream().map(Field::name).toList());
        return new Layout(List.copyOf(jsonFields), wire, wireKeys, shown, byName, byNumber);
    }
}
