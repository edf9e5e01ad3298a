package dev.jibe.client;

import dev.jibe.object.view.ApiObject;
import java.util.List;

/** Objects of one kind as they were at one resource version. */
public record Listing<T extends ApiObject>(List<T> items, String resourceVersion) {

    public Listing {
        items = List.copyOf(items);
    }
}
