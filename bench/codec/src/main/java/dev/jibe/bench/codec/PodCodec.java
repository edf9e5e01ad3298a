package dev.jibe.bench.codec;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.protobuf.Protobuf;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Parsing and writing one pod: Jibe's tree and Jackson's. */
@NullUnmarked // the harness fills the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
public class PodCodec {

    private final ObjectMapper jackson = new JsonMapper();
    private byte[] json;
    private byte[] protobuf;
    private JsonMap tree;
    private JsonNode node;
    private StructType type;

    /** Parses once, so that the other direction has something to write. */
    @Setup
    public void read() throws IOException {
        json = PodBytes.json();
        tree = Json.parseMap(json);
        node = jackson.readTree(json);
        type = Objects.requireNonNull(Schema.builtin().type("io.k8s.api.core.v1.Pod"));
        protobuf = Protobuf.write(tree, type);
    }

    @Benchmark
    public Object parseJson() {
        return Json.parseMap(json);
    }

    @Benchmark
    public Object parseJsonJackson() {
        return jackson.readTree(json);
    }

    @Benchmark
    public Object writeJson() {
        return Json.write(tree);
    }

    @Benchmark
    public Object writeJsonJackson() {
        return jackson.writeValueAsBytes(node);
    }

    @Benchmark
    public Object parseProtobuf() {
        return Protobuf.read(protobuf, type);
    }

    @Benchmark
    public Object writeProtobuf() {
        return Protobuf.write(tree, type);
    }
}
