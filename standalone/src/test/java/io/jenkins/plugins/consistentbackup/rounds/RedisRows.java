package io.jenkins.plugins.consistentbackup.rounds;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A list for each writer in Redis, over its own protocol (RESP 2). */
final class RedisRows extends RowsByWriter {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final int port;

    RedisRows(final int port) {
        super("Redis");
        this.port = port;
    }

    @Override
    public void empty() throws IOException {
        try (Connection connection = new Connection(port)) {
            connection.ask("FLUSHALL");
        }
    }

    @Override
    public Client client() throws IOException {
        Connection connection = new Connection(port);
        connection.ask("PING"); // Refused while it loads.
        return connection;
    }

    private static final class Connection extends Client {
        private final Socket socket;
        private final InputStream input;

        Connection(final int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            input = new BufferedInputStream(socket.getInputStream());
        }

        @Override
        void add(final int writer, final long sequence) throws IOException {
            ask("RPUSH", JOURNAL + writer, Long.toString(sequence));
        }

        @Override
        List<Long> sequence(final int writer) throws IOException {
            return ask("LRANGE", JOURNAL + writer, "0", "-1").stream()
                    .map(Long::valueOf)
                    .toList();
        }

        List<String> ask(final String... words) throws IOException {
            StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                request.append('$')
                        .append(word.length())
                        .append("\r\n")
                        .append(word)
                        .append("\r\n");
            }
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
            List<String> answer = new ArrayList<>();
            read(answer);
            return answer;
        }

        private void read(final List<String> answer) throws IOException {
            String line = line();
            String rest = line.substring(1);
            switch (line.charAt(0)) {
                case '-' -> throw new IOException("Redis: " + rest);
                case '$' -> answer.add(line());
                case '*' -> {
                    for (int left = Integer.parseInt(rest); left > 0; left--) {
                        read(answer);
                    }
                }
                default -> answer.add(rest);
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = input.read(); c != '\n'; c = input.read()) {
                if (c < 0) {
                    throw new EOFException("Redis closed the connection");
                }
                line.append((char) c);
            }
            return line.substring(0, line.length() - 1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
