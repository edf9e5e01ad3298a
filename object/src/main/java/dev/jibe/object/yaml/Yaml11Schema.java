package dev.jibe.object.yaml;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML's core schema with the booleans of YAML 1.1, so that a plain {@code yes} is true and a string is quoted. */
final class Yaml11Schema extends CoreSchema {

    static final Tag MERGE = new Tag("tag:yaml.org,2002:merge");

    static final ScalarResolver RESOLVER = new Resolver();

    @Override
    public ScalarResolver getScalarResolver() {
        return RESOLVER;
    }

    private static final class Resolver extends CoreScalarResolver {

        private static final Pattern BOOL = Pattern.compile(
                "^(?:y|Y|n|N|yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$");
        private static final Pattern INT =
                Pattern.compile("^[-+]?(?:0o?[0-7_]+|0x[0-9a-fA-F_]+|0b[01_]+|[0-9][0-9_]*)$");
        private static final Pattern FLOAT =
                Pattern.compile("^(?:[-+]?(?:[0-9][0-9_]*\\.[0-9_]*|\\.[0-9][0-9_]*|[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?"
                        + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");
        private static final Pattern NULL = Pattern.compile("^(?:~|null|Null|NULL)$");
        private static final Pattern EMPTY_TEXT = Pattern.compile("^$");
        private static final Pattern MERGE_TEXT = Pattern.compile("^(?:<<)$");

        Resolver() {
            super(true);
        }

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.NULL, EMPTY_TEXT, null);
            addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
            addImplicitResolver(Tag.INT, INT, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, FLOAT, "-+0123456789.");
            addImplicitResolver(Tag.NULL, NULL, "~nN");
            addImplicitResolver(Yaml11Schema.MERGE, MERGE_TEXT, "<");
        }
    }
}
