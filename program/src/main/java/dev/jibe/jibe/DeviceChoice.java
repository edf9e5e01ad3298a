package dev.jibe.jibe;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.devices.DeviceSelector;
import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.CompileException;
import dev.jibe.server.cel.DeviceExpressions;
import dev.jibe.server.cel.OverBudget;
import dev.jibe.server.cel.Program;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs the expressions by which claims and classes choose devices; each is compiled once. */
final class DeviceChoice implements DeviceSelector {
    private static final int REMEMBERED = 1024;

    private final Map<String, Program> programs = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Program> eldest) {
            return size() > REMEMBERED;
        }
    };

    @Override
    public boolean matches(String expression, String driver, JsonMap device) {
        try {
            return DeviceExpressions.matches(program(expression), driver, device);
        } catch (CompileException e) {
            throw new SchedulerException("CEL expression does not compile: " + e.why());
        } catch (CelFailure | OverBudget e) {
            throw new SchedulerException("CEL runtime error: " + e.getMessage());
        }
    }

    private synchronized Program program(String expression) {
        var known = programs.get(expression);
        if (known == null) {
            known = DeviceExpressions.ENVIRONMENT.compile(expression);
            programs.put(expression, known);
        }
        return known;
    }
}
