package dev.jibe.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.jibe.schema.ProtoMessage.ProtoField;
import dev.jibe.schema.TypeRef.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads messages, fields, numbers and types out of the descriptors that the protobuf classes carry. */
final class ProtoSource {
    private static final String DIRECTORY = "io/kubernetes/client/proto/";
    private static final String META = "k8s.io.apimachinery.pkg.apis.meta.v1.";
    private static final String EXTENSIONS = "k8s.io.apiextensions_apiserver.pkg.apis.apiextensions.";

    /** Messages that JSON writes as a single value. */
    private static final Map<String, Scalar> SCALARS = Map.of(
            "k8s.io.apimachinery.pkg.api.resource.Quantity",
            Scalar.QUANTITY,
            "k8s.io.apimachinery.pkg.util.intstr.IntOrString",
            Scalar.INT_OR_STRING,
            "k8s.io.apimachinery.pkg.runtime.RawExtension",
            Scalar.RAW,
            META + "Time",
            Scalar.TIME,
            META + "MicroTime",
            Scalar.MICRO_TIME,
            META + "Duration",
            Scalar.DURATION,
            META + "FieldsV1",
            Scalar.FIELDS_V1,
            EXTENSIONS + "v1.JSON",
            Scalar.RAW,
            EXTENSIONS + "v1beta1.JSON",
            Scalar.RAW);

    /** Named lists: protobuf has no map of lists, so each is a message with the elements in a field. */
    private static final Set<String> LIST_MESSAGES = Set.of("ExtraValue", "Verbs");

    private final Map<String, Map<String, Comment>> comments;
    private final Map<String, ProtoMessage> messages = new TreeMap<>();

    private ProtoSource(Map<String, Map<String, Comment>> comments) {
        this.comments = comments;
    }

    static Map<String, ProtoMessage> read() {
        ProtoSource source = new ProtoSource(ProtoComments.read());
        for (String entry : SourceJars.entryNames(SourceJars.find("client-java-proto", false), DIRECTORY)) {
            if (entry.endsWith(".class") && !entry.contains("$")) {
                String className = entry.substring(0, entry.length() - ".class".length());
                source.add(descriptor(className.replace('/', '.')));
            }
        }
        return source.messages;
    }

    static boolean isScalar(String messageName) {
        return SCALARS.containsKey(messageName);
    }

    private static FileDescriptor descriptor(String className) {
        try {
            return (FileDescriptor)
                    Class.forName(className).getMethod("getDescriptor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new SchemaException("no descriptor in " + className, e);
        }
    }

    private void add(FileDescriptor file) {
        for (Descriptor message : file.getMessageTypes()) {
            String name = message.getFullName();
            Map<String, Comment> texts = comments.getOrDefault(name, Map.of());
            List<ProtoField> fields = message.getFields().stream()
                    .map(field -> new ProtoField(
                            field.getName(),
                            field.getNumber(),
                            type(field),
                            texts.getOrDefault(Integer.toString(field.getNumber()), Comment.NONE)))
                    .toList();
            messages.put(name, new ProtoMessage(name, texts.getOrDefault("", Comment.NONE), fields));
        }
    }

    private static TypeRef type(FieldDescriptor field) {
        if (field.isMapField()) {
            return new TypeRef.MapOf(element(field.getMessageType().findFieldByName("value")));
        }
        return field.isRepeated() ? new TypeRef.ListOf(element(field), false) : element(field);
    }

    private static TypeRef element(FieldDescriptor field) {
        return switch (field.getType()) {
            case STRING -> Scalar.STRING;
            case INT32 -> Scalar.INT32;
            case INT64 -> Scalar.INT64;
            case BOOL -> Scalar.BOOL;
            case DOUBLE -> Scalar.DOUBLE;
            case BYTES -> Scalar.BYTES;
            case MESSAGE -> message(field.getMessageType());
            default -> throw new SchemaException("unexpected protobuf type", field.getFullName(), field.getType());
        };
    }

    private static TypeRef message(Descriptor message) {
        Scalar scalar = SCALARS.get(message.getFullName());
        if (scalar != null) {
            return scalar;
        }
        if (LIST_MESSAGES.contains(message.getName())) {
            return new TypeRef.ListOf(element(message.findFieldByName("items")), true);
        }
        return new TypeRef.Struct(message.getFullName());
    }
}
