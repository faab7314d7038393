// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.url;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One IMAP URL: of a server, a folder, a message or a part of one, and who may use it.
///
/// Names are plain text here and UTF-8 behind percent signs in the text; folder names are not in modified UTF-7.
/// URLs that search (`?`) are not known.
///
/// @param server null = relative: to the server that reads it
/// @param folder null = the selected one, when the URL is relative and names a message; else none
/// @param part the message; null = the URL ends with the folder
/// @param grant who may use it; null = nobody but who may read the message anyway
// RFC 5092 §11
public record ImapUrl(
        @Nullable Server server,
        @Nullable Folder folder,
        @Nullable Part part,
        @Nullable Grant grant) {
    /// Longest text of a URL, in characters; all of them are ASCII.
    public static final int TEXT_MAX = 8 * 1024;

    /// Largest number in a URL: uids and offsets have 32 bits.
    static final long NUMBER_MAX = 0xffff_ffffL;

    public ImapUrl {
        if (server == null && folder == null && part == null) {
            throw new IllegalArgumentException("url is empty");
        }
        if (server != null && folder == null && part != null) {
            throw new IllegalArgumentException("url of a message without its folder");
        }
        if (grant != null && (part == null || server == null)) {
            throw new IllegalArgumentException("grant without a message");
        }
    }

    /// Whose folders, and where.
    ///
    /// @param user null = not said
    /// @param mechanism how to log in, `*` = any; null = not said
    /// @param host name or address, an IPv6 address in its brackets
    /// @param port 0 = the usual one
    public record Server(@Nullable String user, @Nullable String mechanism, String host, int port) {
        public Server {
            checkText(user, "user");
            checkText(mechanism, "login mechanism");
            if (!UrlReader.isHost(host)) {
                throw new IllegalArgumentException("host of a url");
            }
            if (port < 0 || port > 0xffff) {
                throw new IllegalArgumentException("port " + port);
            }
        }
    }

    /// @param uidValidity 0 = not said
    public record Folder(String name, long uidValidity) {
        public Folder {
            checkText(name, "folder");
            checkNumber(uidValidity, 0, "uidvalidity");
            if (name.startsWith("/") || name.endsWith("/")) {
                throw new IllegalArgumentException("folder name with a slash at its end");
            }
        }
    }

    /// @param section as between the brackets of BODY; null = the whole message
    /// @param range null = all of it
    public record Part(
            long uid, @Nullable String section, @Nullable Range range) {
        public Part {
            checkNumber(uid, 1, "uid");
            checkText(section, "section");
            if (section != null && section.endsWith("/")) {
                throw new IllegalArgumentException("section with a slash at its end");
            }
        }
    }

    /// Some of the bytes.
    ///
    /// @param length 0 = to the end
    public record Range(long offset, long length) {
        public Range {
            checkNumber(offset, 0, "offset");
            checkNumber(length, 0, "length");
        }
    }

    /// Who may use it until when, and the proof.
    ///
    /// @param expire null = never ends by itself
    /// @param verifier null = not yet given: the URL is a rump
    // RFC 4467 §3
    public record Grant(
            @Nullable Instant expire,
            Access access,
            @Nullable Verifier verifier) {
        private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
        private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

        public Grant {
            // RFC 3339 §5.6: a year has four digits
            if (expire != null && (expire.isBefore(FIRST) || expire.isAfter(LAST))) {
                throw new IllegalArgumentException("date of a url");
            }
        }
    }

    /// @param mechanism such as `INTERNAL`, in capitals
    /// @param token hexadecimal digits, at least 32, as they were written
    public record Verifier(String mechanism, String token) {
        static final int TOKEN_MIN = 32;

        public Verifier {
            if (mechanism.isEmpty() || !mechanism.chars().allMatch(c -> UrlReader.isMechanism((char) c))) {
                throw new IllegalArgumentException("mechanism of a url");
            }
            if (!mechanism.equals(mechanism.toUpperCase(Locale.ROOT))) {
                throw new IllegalArgumentException("mechanism in small letters");
            }
            if (token.length() < TOKEN_MIN || !token.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
                throw new IllegalArgumentException("token of a url");
            }
        }

        /// Without the token: it is a secret.
        @Override
        public String toString() {
            return "Verifier[" + mechanism + "]";
        }
    }

    /// Who may use a URL.
    // RFC 4467 §3 (access)
    public sealed interface Access {
        /// Who hands in messages for this user.
        record Submit(String user) implements Access {
            public Submit {
                checkText(user, "user");
            }
        }

        /// This user.
        record User(String name) implements Access {
            public User {
                checkText(name, "user");
            }
        }

        /// Whoever has logged in.
        record AnyUser() implements Access {}

        /// Everybody.
        record Anyone() implements Access {}
    }

    /// @throws IllegalArgumentException when the text is no URL of this kind
    public static ImapUrl parse(String text) {
        if (text.length() > TEXT_MAX) {
            throw new IllegalArgumentException("url is longer than " + TEXT_MAX);
        }
        return new UrlReader(text).url();
    }

    /// What the token vouches for: the text before the last but one colon, byte for byte as it was written.
    ///
    /// @param text what this URL was parsed from; it must have a verifier
    // RFC 4467 §3 (rump)
    public String rump(String text) {
        if (grant == null || grant.verifier() == null) {
            throw new IllegalArgumentException("url without a verifier");
        }
        var verifier = grant.verifier();
        return text.substring(
                0,
                text.length() - verifier.token().length() - verifier.mechanism().length() - 2);
    }

    public ImapUrl withGrant(Grant other) {
        return new ImapUrl(server, folder, part, other);
    }

    /// The text of the URL. Parsed again it is equal to this.
    public String text() {
        var text = new StringBuilder(128);
        if (server != null) {
            server(text, server);
        }
        if (folder != null) {
            text.append('/').append(PercentText.path(folder.name()));
            if (folder.uidValidity() != 0) {
                text.append(";UIDVALIDITY=").append(folder.uidValidity());
            }
        }
        if (part != null) {
            text.append(folder == null ? ";UID=" : "/;UID=").append(part.uid());
            if (part.section() != null) {
                text.append("/;SECTION=").append(PercentText.path(part.section()));
            }
            var range = part.range();
            if (range != null) {
                text.append("/;PARTIAL=").append(range.offset());
                if (range.length() != 0) {
                    text.append('.').append(range.length());
                }
            }
        }
        if (grant != null) {
            grant(text, grant);
        }
        return text.toString();
    }

    /// Without what could be a secret.
    @Override
    public String toString() {
        return "ImapUrl[" + (server == null ? "relative" : server.host()) + "]";
    }

    private static void server(StringBuilder text, Server server) {
        text.append("imap://");
        if (server.user() != null) {
            text.append(PercentText.user(server.user()));
        }
        if (server.mechanism() != null) {
            text.append(";AUTH=").append(server.mechanism().equals("*") ? "*" : PercentText.user(server.mechanism()));
        }
        if (server.user() != null || server.mechanism() != null) {
            text.append('@');
        }
        text.append(server.host());
        if (server.port() != 0) {
            text.append(':').append(server.port());
        }
    }

    private static void grant(StringBuilder text, Grant grant) {
        if (grant.expire() != null) {
            text.append(";EXPIRE=").append(grant.expire());
        }
        text.append(";URLAUTH=");
        switch (grant.access()) {
            case Access.Submit(var user) -> text.append("submit+").append(PercentText.user(user));
            case Access.User(var name) -> text.append("user+").append(PercentText.user(name));
            case Access.AnyUser() -> text.append("authuser");
            case Access.Anyone() -> text.append("anonymous");
        }
        var verifier = grant.verifier();
        if (verifier != null) {
            text.append(':').append(verifier.mechanism()).append(':').append(verifier.token());
        }
    }

    private static void checkText(@Nullable String text, String what) {
        if (text == null) {
            return;
        }
        boolean sound = !text.isEmpty()
                && text.indexOf(0) < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
        if (!sound) {
            throw new IllegalArgumentException(what + " of a url");
        }
    }

    private static void checkNumber(long number, long least, String what) {
        if (number < least || number > NUMBER_MAX) {
            throw new IllegalArgumentException(what + " of a url");
        }
    }
}
