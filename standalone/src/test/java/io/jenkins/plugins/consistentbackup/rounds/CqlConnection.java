package io.jenkins.plugins.consistentbackup.rounds;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection to Cassandra over its binary protocol, version 4 (native_protocol_v4.spec in its sources): statements
 * without parameters, and answers with one column of numbers.
 */
final class CqlConnection implements Closeable {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final byte VERSION = 4;
    private static final int STARTUP = 1;
    private static final int QUERY = 7;
    private static final int ERROR = 0;
    private static final int ROWS = 2;
    private static final int CONSISTENCY_ONE = 1;
    private static final int GLOBAL_TABLE = 1;

    private final Socket socket;
    private final DataInputStream input;

    CqlConnection(final int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        input = new DataInputStream(socket.getInputStream());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream options = new DataOutputStream(body);
        options.writeShort(1);
        // Strings are a length and as many bytes, as writeUTF writes them.
        options.writeUTF("CQL_VERSION");
        options.writeUTF("3.0.0");
        ask(STARTUP, body.toByteArray());
    }

    /** Runs a statement; returns the numbers of its rows, if it has any. */
    List<Long> run(final String statement) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream query = new DataOutputStream(body);
        byte[] text = statement.getBytes(StandardCharsets.UTF_8);
        query.writeInt(text.length);
        query.write(text);
        query.writeShort(CONSISTENCY_ONE);
        query.writeByte(0);
        ByteBuffer answer = ask(QUERY, body.toByteArray());
        return answer.getInt() == ROWS ? numbers(answer) : List.of();
    }

    private ByteBuffer ask(final int opcode, final byte[] body) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + body.length);
        frame.put(VERSION).put((byte) 0).putShort((short) 0).put((byte) opcode);
        frame.putInt(body.length).put(body);
        socket.getOutputStream().write(frame.array());
        input.skipNBytes(4);
        int kind = input.readUnsignedByte();
        ByteBuffer answer = ByteBuffer.wrap(input.readNBytes(input.readInt()));
        if (kind == ERROR) {
            int code = answer.getInt();
            throw new IOException("Cassandra error " + Integer.toHexString(code) + ": " + string(answer));
        }
        return answer;
    }

    private static List<Long> numbers(final ByteBuffer answer) {
        int flags = answer.getInt();
        int columns = answer.getInt();
        if ((flags & GLOBAL_TABLE) != 0) {
            string(answer);
            string(answer);
        }
        for (int column = 0; column < columns; column++) {
            string(answer);
            answer.getShort();
        }
        List<Long> numbers = new ArrayList<>();
        for (int left = answer.getInt(); left > 0; left--) {
            answer.getInt();
            numbers.add(answer.getLong());
        }
        return numbers;
    }

    private static String string(final ByteBuffer answer) {
        byte[] text = new byte[answer.getShort()];
        answer.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
