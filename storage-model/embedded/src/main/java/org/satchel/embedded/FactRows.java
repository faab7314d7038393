// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import org.satchel.model.Annotation;
import org.satchel.model.FolderId;
import org.satchel.model.Grant;
import org.satchel.model.Right;

/// The rows of annotations and grants: whole in themselves, so that their keys need not be read back.
final class FactRows {
    private static final long NEVER = Long.MAX_VALUE;

    private FactRows() {}

    static byte[] annotation(Annotation annotation) {
        var folder = annotation.folder();
        return write(out -> {
            out.writeLong(folder == null ? 0 : folder.number());
            writeText(out, annotation.entry());
            writeText(out, annotation.principal());
            writeText(out, annotation.value());
        });
    }

    static Annotation annotation(byte[] row) {
        return read(row, in -> {
            long folder = in.readLong();
            return new Annotation(folder == 0 ? null : new FolderId(folder), readText(in), readText(in), readText(in));
        });
    }

    static byte[] grant(Grant grant) {
        var letters = grant.rights().stream()
                .sorted()
                .map(right -> String.valueOf(right.letter()))
                .collect(Collectors.joining());
        var expires = grant.expires();
        return write(out -> {
            out.writeLong(grant.folder().number());
            writeText(out, grant.principal());
            writeText(out, letters);
            out.writeLong(expires == null ? NEVER : expires.getEpochSecond());
            out.writeInt(expires == null ? 0 : expires.getNano());
        });
    }

    static Grant grant(byte[] row) {
        return read(row, in -> {
            var folder = new FolderId(in.readLong());
            var principal = readText(in);
            var rights = Right.parse(readText(in));
            long seconds = in.readLong();
            int nanos = in.readInt();
            return new Grant(
                    folder, principal, rights, seconds == NEVER ? null : Instant.ofEpochSecond(seconds, nanos));
        });
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static byte[] write(Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] row, Reading<T> reading) {
        try (var in = new DataInputStream(new ByteArrayInputStream(row))) {
            return reading.from(in);
        } catch (IOException damaged) {
            throw new UncheckedIOException("a row is damaged", damaged);
        }
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }
}
