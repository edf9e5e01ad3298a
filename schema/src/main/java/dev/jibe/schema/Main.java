package dev.jibe.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The generator, run by the build of module {@code object}.
 *
 * <p>Arguments: the directory for Java sources, the directory for resources, and the file of the stamp that tells whether
 * anything has to be done.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        Path sources = Path.of(args[0]);
        Path resources = Path.of(args[1]);
        Stamp stamp = Stamp.of(Path.of(args[2]), System.getProperty("java.class.path"));
        if (stamp.isCurrent() && Files.isDirectory(sources) && Files.isDirectory(resources)) {
            return;
        }
        generate(new Output(sources), new Output(resources));
        stamp.write();
    }

    private static void writeOpenApi(
            Output resources,
            List<ApiOperation> operations,
            List<ResourceDef> served,
            Map<String, TypeDef> types,
            Map<String, ProtoMessage> messages,
            Overlay overlay) {
        ScalarSchemas scalars = new ScalarSchemas(messages);
        resources.writeZipped(
                "openapi/v2.json.gz",
                new OpenApi2(types, scalars, overlay).document(ApiOperations.usual(operations, served)));
        Map<String, String> documents = new OpenApi3(types, scalars, overlay).documents(operations);
        documents.forEach(
                (path, text) -> resources.writeZipped("openapi/v3/" + path.replace("/", "__") + ".json.gz", text));
        resources.write("openapi/v3/index", String.join("\n", documents.keySet()));
    }

    private static void generate(Output sources, Output resources) {
        Overlay overlay = Overlay.read();
        Map<String, ProtoMessage> messages = Derived.add(ProtoSource.read(), overlay);
        List<Operation> operations = OperationSource.read();
        ModelIndex models = ModelIndex.of(ModelSource.read(), messages.values(), operations, overlay);
        Joiner joined = Joiner.join(messages, models, overlay);
        Map<String, TypeDef> types = joined.types();
        List<ResourceDef> resourceDefs = Resources.find(operations, models, overlay);

        resources.write("schema.bin", SchemaFile.schema(types, resourceDefs, overlay));
        resources.write("schema-docs.bin", SchemaFile.docs(types));
        writeOpenApi(
                resources,
                ApiOperations.of(operations, resourceDefs, models, types, overlay),
                resourceDefs,
                types,
                messages,
                overlay);
        resources.deleteOthers();
        Map<String, String> views = new ViewWriter(types, resourceDefs, overlay).write();
        views.forEach(sources::write);
        sources.deleteOthers();
        System.out.printf(
                "schema: %d types, %d views, %d resources, %d unpublished protobuf fields left out%n",
                types.size(),
                views.size(),
                resourceDefs.size(),
                joined.dropped().size());
        if (Boolean.getBoolean("schema.verbose")) {
            joined.dropped().forEach(field -> System.out.println("left out: " + field));
        }
    }
}
