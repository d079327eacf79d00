package io.jenkins.plugins.consistentbackup.embedded.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a list goes on: after this object; the version is that of the first page. */
record ContinueToken(long version, String lastKey) {

    static ContinueToken after(ObjectNode object, long version) {
        return new ContinueToken(version, key(object));
    }

    private static String key(ObjectNode object) {
        Metadata metadata = Metadata.of(object);
        return metadata.namespace() + "/" + metadata.name();
    }

    /** Returns null if there is none. */
    static ContinueToken parse(String encoded) {
        if (encoded == null || encoded.isEmpty()) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return new ContinueToken(Long.parseLong(text.substring(0, colon)), text.substring(colon + 1));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw ApiException.badRequest("continue key is not valid: " + encoded);
        }
    }

    String encode() {
        byte[] text = (version + ":" + lastKey).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    boolean isBefore(ObjectNode object) {
        return lastKey.compareTo(key(object)) < 0;
    }
}
