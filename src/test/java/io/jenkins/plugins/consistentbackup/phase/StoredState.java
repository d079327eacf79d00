package io.jenkins.plugins.consistentbackup.phase;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** A run's state as another process reads it. */
public final class StoredState {
    private StoredState() {}

    /** What the state says now, whatever becomes of it afterwards. */
    @SuppressWarnings("unchecked") // What is read is what was written.
    public static <S extends RunState> S of(final S state) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(state);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return (S) in.readObject();
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
