package dev.jibe.client.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuledDevicesTest {

    private static final JsonMap SLICE = json("{'spec': {'driver': 'd', 'pool': {'name': 'p'}, 'devices':"
            + " [{'name': 'a', 'taints': [{'key': 'own'}]}, {'name': 'b'}]}}");

    private static JsonMap json(String text) {
        return Json.parseMap(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                           | a:own,rule b:rule
            {'driver': 'd'}                              | a:own,rule b:rule
            {'driver': 'd', 'pool': 'p', 'device': 'b'}  | a:own b:rule
            {'driver': 'other'}                          | a:own b:
            {'pool': 'other'}                            | a:own b:
            {'device': 'c'}                              | a:own b:
            """)
    void aRuleIsAboutTheDevicesThatItSelects(String selector, String expected) {
        var rule = json("{'spec': {'deviceSelector': " + selector + ", 'taint': {'key': 'rule'}}}");
        var devices = RuledDevices.apply(SLICE, List.of(rule)).map("spec").list("devices");
        assertEquals(
                expected,
                devices.maps()
                        .map(device -> device.string("name") + ":"
                                + device.list("taints")
                                        .maps()
                                        .map(it -> it.string("key"))
                                        .collect(Collectors.joining(",")))
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void nothingIsCopiedForNothing() {
        assertSame(SLICE, RuledDevices.apply(SLICE, List.of()));
        assertSame(SLICE, RuledDevices.apply(SLICE, List.of(json("{'spec': {'deviceSelector': {'pool': 'x'}}}"))));
    }
}
