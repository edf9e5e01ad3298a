package dev.jibe.simulation.registry;

import dev.jibe.store.disk.Disk;
import dev.jibe.store.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A disk whose syncs take a while, so that writes come together. */
record PausingDisk(Disk disk, Pause pause) implements Disk {

    @Override
    public Closeable lock() throws IOException {
        return disk.lock();
    }

    @Override
    public List<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new PausingFile(disk.create(name), pause);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new PausingFile(disk.open(name), pause);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void syncDirectory() throws IOException {
        disk.syncDirectory();
    }

    @Override
    public String describe(String name) {
        return disk.describe(name);
    }

    private record PausingFile(DiskFile file, Pause pause) implements DiskFile {

        @Override
        public long sizeBytes() throws IOException {
            return file.sizeBytes();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            file.write(source, position);
        }

        @Override
        public void sync() throws IOException {
            pause.some();
            file.sync();
            pause.some();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
