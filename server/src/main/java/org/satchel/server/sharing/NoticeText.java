// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sharing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.satchel.model.BoxId;
import org.satchel.model.Right;

/// A notice as a message: a sentence for people, and header fields for programs.
final class NoticeText {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private NoticeText() {}

    /// @param folder path of the folder, or what is known of it
    /// @param reader whose box it is for
    static byte[] of(News news, BoxId owner, String folder, BoxId reader) {
        var grant = news.grant();
        var end = grant.expires();
        var message = "From: <" + owner + ">\r\n"
                + "To: <" + reader + ">\r\n"
                + "Date: " + DATE.format(news.at()) + "\r\n"
                + "Message-ID: <" + id(news.key() + " " + reader) + "@notices.invalid>\r\n"
                + "Subject: Access to a folder: " + news.kind().word() + "\r\n"
                + "X-Satchel-Rights-Change: " + news.kind().word() + "\r\n"
                + "X-Satchel-Owner: " + owner + "\r\n"
                + "X-Satchel-Grantee: " + grant.principal() + "\r\n"
                + "X-Satchel-Folder: " + plain(folder) + "\r\n"
                + "X-Satchel-Rights: " + Right.letters(grant.rights()) + "\r\n"
                + (end == null ? "" : "X-Satchel-Rights-End: " + end + "\r\n")
                + "MIME-Version: 1.0\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n"
                + "\r\n"
                + sentence(news, owner, folder)
                + "\r\n";
        return message.getBytes(UTF_8);
    }

    private static String sentence(News news, BoxId owner, String folder) {
        var grant = news.grant();
        var letters = Right.letters(grant.rights());
        var until = grant.expires() == null ? "." : ", until " + grant.expires() + ".";
        var where = " on the folder \"" + folder + "\" of " + owner;
        return switch (news.kind()) {
            case GRANTED -> grant.principal() + " was given the rights " + letters + where + until;
            case ALTERED -> grant.principal() + " now has the rights " + letters + where + until;
            case REVOKED -> "The rights of " + grant.principal() + where + " were taken away.";
            case EXPIRED -> "The rights of " + grant.principal() + where + " have ended.";
        };
    }

    /// One line of printable ASCII; anything else as its bytes, escaped.
    private static String plain(String text) {
        var out = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            int c = b & 0xff;
            if (c > ' ' && c < 0x7f && c != '%') {
                out.append((char) c);
            } else {
                out.append(String.format("%%%02X", c));
            }
        }
        return out.toString();
    }

    private static String id(String key) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
