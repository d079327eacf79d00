package io.jenkins.plugins.consistentbackup.embedded.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A container's log as a stream that goes on until the container ends or the reader has enough. */
final class FollowedLog extends InputStream {
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
    private final Runnable unfollow;
    private byte[] current = new byte[0];
    private int position;
    private boolean ended;
    private int toSkip;

    /** @param skipped how many of the first lines are left out */
    FollowedLog(ContainerLog log, int skipped) {
        toSkip = skipped;
        unfollow = log.follow(this::add);
    }

    private void add(ContainerLog.Line line) {
        if (toSkip > 0) {
            toSkip--;
            return;
        }
        chunks.add((line.text() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void end() {
        chunks.add(END);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (ended || position >= current.length && !next()) {
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean next() throws IOException {
        try {
            current = chunks.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        position = 0;
        ended = current == END;
        return !ended;
    }

    @Override
    public int available() {
        return current.length - position;
    }

    @Override
    public void close() {
        unfollow.run();
        end();
    }
}
