package dev.jibe.object.ownership;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.RawJson;
import dev.jibe.object.StringPool;
import dev.jibe.object.typing.GoFormat;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code metadata.managedFields} says: the fields of every manager, and when it last wrote. Not thread-safe. */
public final class Managers {

    private static final String FIELDS_TYPE = "FieldsV1";

    private final Map<ManagerId, Owned> owned = new LinkedHashMap<>();
    private final Map<ManagerId, String> times = new HashMap<>();
    private final Map<ManagerId, JsonMap> entries = new HashMap<>();

    /**
     * Reads the entries.
     *
     * @throws MalformedException if one makes no sense
     */
    public static Managers decode(JsonList managedFields) {
        var managers = new Managers();
        for (int i = 0; i < managedFields.size(); i++) {
            managers.decode(managedFields.map(i), i);
        }
        return managers;
    }

    private void decode(JsonMap entry, int index) {
        var operation = entry.string("operation");
        if (!operation.equals("Apply") && !operation.equals("Update")) {
            throw new MalformedException("operation must be `Apply` or `Update`");
        }
        var apiVersion = entry.string("apiVersion");
        if (apiVersion.isEmpty()) {
            throw new MalformedException("apiVersion must not be empty");
        }
        var fieldsType = entry.string("fieldsType");
        if (!fieldsType.equals(FIELDS_TYPE)) {
            throw new MalformedException(
                    fieldsType.isEmpty()
                            ? "missing fieldsType in managed fields entry " + index
                            : "invalid fieldsType " + GoFormat.quoted(fieldsType) + " in managed fields entry "
                                    + index);
        }
        boolean applies = operation.equals("Apply");
        var id =
                new ManagerId(entry.string("manager"), applies, applies ? "" : apiVersion, entry.string("subresource"));
        var fields = entry.get("fieldsV1");
        owned.put(id, new Owned(fields == null ? FieldSet.EMPTY : FieldsV1.decode(RawJson.of(fields)), apiVersion));
        entries.put(id, entry);
        if (entry.has("time")) {
            times.put(id, entry.string("time"));
        }
    }

    public boolean isEmpty() {
        return owned.isEmpty();
    }

    public List<ManagerId> ids() {
        return List.copyOf(owned.keySet());
    }

    public @Nullable Owned get(ManagerId id) {
        return owned.get(id);
    }

    public FieldSet fieldsOf(ManagerId id) {
        var found = owned.get(id);
        return found == null ? FieldSet.EMPTY : found.fields();
    }

    /** Sets the fields of a manager; without any it is none. */
    public void put(ManagerId id, Owned fields) {
        if (fields.fields().isEmpty()) {
            owned.remove(id);
        } else {
            owned.put(id, fields);
        }
    }

    public void remove(ManagerId id) {
        owned.remove(id);
    }

    public @Nullable String time(ManagerId id) {
        return times.get(id);
    }

    public void touch(ManagerId id, @Nullable String time) {
        if (time == null) {
            times.remove(id);
        } else {
            times.put(id, StringPool.value(time));
        }
    }

    /** The entries, in the order in which upstream lists them. Those that have not changed are the ones decoded. */
    public JsonList encode() {
        var list = new ArrayList<JsonMap>(owned.size());
        owned.forEach((id, fields) -> list.add(entry(id, fields)));
        list.sort(Comparator.<JsonMap, String>comparing(entry -> entry.string("operation"))
                .thenComparingLong(entry -> seconds(entry.string("time")))
                .thenComparing(entry -> entry.string("manager"))
                .thenComparing(entry -> entry.string("apiVersion"))
                .thenComparing(entry -> entry.string("subresource")));
        return JsonList.copyOf(list);
    }

    private JsonMap entry(ManagerId id, Owned fields) {
        var text = FieldsV1.encode(fields.fields());
        var time = times.get(id);
        var entry = id.entry()
                .put("apiVersion", StringPool.value(fields.apiVersion()))
                .put("fieldsType", FIELDS_TYPE)
                .put("fieldsV1", text);
        var made = (time == null ? entry : entry.put("time", time)).build();
        var known = entries.get(id);
        return known != null && made.equals(known) ? known : made;
    }

    static long seconds(@Nullable String time) {
        if (time == null || time.isEmpty()) {
            return 0;
        }
        try {
            return Instant.parse(time).getEpochSecond();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }
}
