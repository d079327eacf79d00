package io.jenkins.plugins.consistentbackup.embedded.api.access;

import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The bearer tokens that are known, and whose they are. */
public final class Tokens {

    private static final int TOKEN_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final String admin = issue(User.ADMIN);

    /** The token that may do everything. */
    public String admin() {
        return admin;
    }

    /** A new token for this user. */
    public String issue(User user) {
        byte[] bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        users.put(token, user);
        return token;
    }

    public void revoke(String token) {
        users.remove(token);
    }

    /**
     * @param header of the request, null if there is none
     * @throws ApiException 401 if the token is not known
     */
    public User authenticate(String header) {
        if (header == null) {
            return User.ANONYMOUS;
        }
        User user = header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? users.get(header.substring(7).trim())
                : null;
        if (user == null) {
            throw ApiException.of(401, "Unauthorized", "Unauthorized");
        }
        return user;
    }
}
