package dev.jibe.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * One flat directory of files.
 *
 * <p>Nothing is promised to survive a crash until it is synced: a file's content by {@link DiskFile#sync}, its name,
 * new name or absence by {@link #syncDirectory}.
 */
public interface Disk {

    /** Claims the directory for this process until the claim is closed; refuses if another one has it. */
    Closeable lock() throws IOException;

    /** The names of all files, in no order. */
    List<String> list() throws IOException;

    /** Makes an empty file; one of that name is emptied. */
    DiskFile create(String name) throws IOException;

    /** Opens a file that exists. */
    DiskFile open(String name) throws IOException;

    /** Gives a file another name; a file that had it is gone. */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    void syncDirectory() throws IOException;

    /** The file as an operator finds it, for messages. */
    String describe(String name);
}
