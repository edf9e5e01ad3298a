package dev.jibe.server.admission;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.request.ApiException;

/**
 * What somebody wants to do, as admission sees it.
 *
 * @param object the new state, of the subresource's kind if that has its own; empty for a deletion
 * @param old the state before; empty for a creation
 */
public record Attributes(Operation operation, Target target, JsonMap object, JsonMap old, Asking asking) {

    /**
     * What it is done to.
     *
     * @param resource the main resource, also if a subresource is meant
     * @param subresource empty for the resource itself
     * @param name empty for a new object whose name is still to be generated
     */
    public record Target(Resource resource, String subresource, String namespace, String name) {}

    /**
     * Who does it, and how.
     *
     * @param options of the request, without their kind
     */
    public record Asking(JsonMap options, User user, boolean dryRun, Feedback feedback, Reinvocation reinvocation) {}

    /** What is being done. */
    public enum Operation {
        CREATE("CreateOptions"),
        UPDATE("UpdateOptions"),
        DELETE("DeleteOptions"),
        CONNECT("");

        private final String optionsKind;

        Operation(String optionsKind) {
            this.optionsKind = optionsKind;
        }
    }

    public Resource resource() {
        return target.resource();
    }

    public String subresource() {
        return target.subresource();
    }

    public String namespace() {
        return target.namespace();
    }

    public String name() {
        return target.name();
    }

    public JsonMap options() {
        return asking.options();
    }

    public User user() {
        return asking.user();
    }

    public boolean dryRun() {
        return asking.dryRun();
    }

    public Feedback feedback() {
        return asking.feedback();
    }

    public Reinvocation reinvocation() {
        return asking.reinvocation();
    }

    public Attributes with(JsonMap changed) {
        return new Attributes(operation, target, changed, old, asking);
    }

    /** The same with the name that the object has by now. */
    public Attributes named(String given) {
        var named = new Target(resource(), subresource(), namespace(), given);
        return new Attributes(operation, named, object, old, asking);
    }

    /** The same in another version of the resource. */
    public Attributes as(Resource other, JsonMap itsObject, JsonMap itsOld) {
        var same = new Target(other, subresource(), namespace(), name());
        return new Attributes(operation, same, itsObject, itsOld, asking);
    }

    /** Whether this is the main resource with this group and plural name. */
    public boolean isOf(String group, String plural) {
        return isOf(group, plural, "");
    }

    public boolean isOf(String group, String plural, String sub) {
        return subresource().equals(sub)
                && resource().info().plural().equals(plural)
                && resource().info().group().equals(group);
    }

    public boolean isCreate() {
        return operation == Operation.CREATE;
    }

    public boolean isUpdate() {
        return operation == Operation.UPDATE;
    }

    public boolean isDelete() {
        return operation == Operation.DELETE;
    }

    /** The object, or what is deleted. */
    public JsonMap subject() {
        return object.isEmpty() ? old : object;
    }

    /** Version and kind of the object, which is a subresource's own if it has one. */
    public String apiVersion() {
        var own = subject().string("apiVersion");
        return own.isEmpty() || subject().string("kind").isEmpty() ? resource().apiVersion() : own;
    }

    public String kind() {
        var own = subject().string("kind");
        return own.isEmpty() ? resource().kind() : own;
    }

    /** The options with their kind, as webhooks and expressions see them; empty if the operation has none. */
    public JsonMap typedOptions() {
        if (operation.optionsKind.isEmpty()) {
            return JsonMap.EMPTY;
        }
        var typed = options().with("kind", operation.optionsKind).with("apiVersion", "meta.k8s.io/v1");
        return dryRun() ? typed.with("dryRun", JsonList.of("All")) : typed;
    }

    /** The name that messages use: that of the object, or what it will begin with. */
    public String shownName() {
        if (!name().isEmpty()) {
            return name();
        }
        var metadata = object.map("metadata");
        var own = metadata.string("name");
        var prefix = metadata.string("generateName");
        return !own.isEmpty() ? own : !prefix.isEmpty() ? prefix : "Unknown";
    }

    /** A refusal for this reason. */
    public ApiException forbidden(String why) {
        return ApiException.forbidden(resource().named(), shownName(), why);
    }
}
