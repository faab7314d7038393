// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.bare;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/// An answer as another server gave it: what Jetty does not write by itself, and the body.
///
/// @param fields without `Date` and those that frame the message
public record PreparedAnswer(int status, Map<String, String> fields, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public PreparedAnswer {
        fields = Map.copyOf(fields);
    }

    public void write(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }

    static PreparedAnswer read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), PreparedAnswer.class);
    }

    HttpFields httpFields(long length) {
        var all = HttpFields.build();
        fields.forEach(all::add);
        return all.put(HttpHeader.CONTENT_LENGTH, length).asImmutable();
    }
}
