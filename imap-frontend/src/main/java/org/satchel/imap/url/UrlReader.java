// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.url;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the text of one URL from left to right; each piece is looked at a bounded number of times.
// RFC 5092 §11
final class UrlReader {
    private static final String SCHEME = "imap://";
    private static final Pattern DATE_TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");
    private static final Pattern HOST = Pattern.compile("[0-9A-Za-z._-]{1,255}|\\[[0-9A-Fa-f:.]{2,60}\\]");
    private static final int DIGITS_MAX = 10;

    private final String text;
    private int at;

    UrlReader(String text) {
        this.text = text;
    }

    static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    static boolean isMechanism(char c) {
        return PercentText.isAlphanumeric(c) || c == '-' || c == '.';
    }

    ImapUrl url() {
        ImapUrl.Server server = take(SCHEME) ? server() : null;
        if (server != null && (at == text.length() || (peek('/') && at + 1 == text.length()))) {
            return new ImapUrl(server, null, null, null);
        }
        ImapUrl.Folder folder = null;
        if (take("/")) {
            if (peek(';')) {
                throw illegal("url without a folder");
            }
            folder = folder();
        } else if (server != null) {
            throw illegal("end of the host");
        }
        ImapUrl.Part part = null;
        if (take(folder == null ? ";UID=" : "/;UID=")) {
            part = part();
        }
        var grant = grant();
        if (at != text.length()) {
            throw illegal("url goes on after its end");
        }
        return new ImapUrl(server, folder, part, grant);
    }

    private ImapUrl.Server server() {
        int end = text.indexOf('/', at);
        var authority = text.substring(at, end < 0 ? text.length() : end);
        at += authority.length();
        String user = null;
        String mechanism = null;
        int sign = authority.indexOf('@');
        if (sign >= 0) {
            var who = authority.substring(0, sign);
            int semicolon = who.indexOf(';');
            if (semicolon != 0) {
                user = text(semicolon < 0 ? who : who.substring(0, semicolon), PercentText::isUser);
            }
            if (semicolon >= 0) {
                var word = who.substring(semicolon);
                if (!word.regionMatches(true, 0, ";AUTH=", 0, 6)) {
                    throw illegal("login mechanism");
                }
                mechanism = text(word.substring(6), PercentText::isUser);
            }
        }
        var where = authority.substring(sign + 1);
        int colon = where.lastIndexOf(':');
        int port = 0;
        if (colon > where.lastIndexOf(']')) {
            var digits = where.substring(colon + 1);
            port = digits.length() > 5 ? -1 : (int) number(digits, 1);
            where = where.substring(0, colon);
        }
        return new ImapUrl.Server(user, mechanism, where, port);
    }

    private ImapUrl.Folder folder() {
        var name = text(pathPiece(), PercentText::isPath);
        long uidValidity = 0;
        if (take(";UIDVALIDITY=")) {
            uidValidity = number(digits(), 1);
        }
        // a slash that ends the text is none of the name
        if (peek('/') && at + 1 == text.length()) {
            at++;
        }
        return new ImapUrl.Folder(name, uidValidity);
    }

    private ImapUrl.Part part() {
        long uid = number(digits(), 1);
        String section = null;
        if (take("/;SECTION=")) {
            section = text(pathPiece(), PercentText::isPath);
        }
        ImapUrl.Range range = null;
        if (take("/;PARTIAL=")) {
            long offset = number(digits(), 0);
            range = new ImapUrl.Range(offset, take(".") ? number(digits(), 1) : 0);
        }
        return new ImapUrl.Part(uid, section, range);
    }

    private ImapUrl.@Nullable Grant grant() {
        Instant expire = null;
        if (take(";EXPIRE=")) {
            int end = text.indexOf(';', at);
            var date = text.substring(at, end < 0 ? text.length() : end);
            expire = instant(date);
            at += date.length();
        } else if (!peek(';')) {
            return null;
        }
        if (!take(";URLAUTH=")) {
            throw illegal("word in a url");
        }
        var access = access();
        ImapUrl.Verifier verifier = null;
        if (take(":")) {
            int colon = text.indexOf(':', at);
            if (colon < 0) {
                throw illegal("verifier");
            }
            verifier =
                    new ImapUrl.Verifier(text.substring(at, colon).toUpperCase(Locale.ROOT), text.substring(colon + 1));
            at = text.length();
        }
        return new ImapUrl.Grant(expire, access, verifier);
    }

    private ImapUrl.Access access() {
        int colon = text.indexOf(':', at);
        var word = text.substring(at, colon < 0 ? text.length() : colon);
        at += word.length();
        int plus = word.indexOf('+');
        var name = plus < 0 ? "" : text(word.substring(plus + 1), PercentText::isUser);
        return switch ((plus < 0 ? word : word.substring(0, plus + 1)).toLowerCase(Locale.ROOT)) {
            case "submit+" -> new ImapUrl.Access.Submit(name);
            case "user+" -> new ImapUrl.Access.User(name);
            case "authuser" -> new ImapUrl.Access.AnyUser();
            case "anonymous" -> new ImapUrl.Access.Anyone();
            default -> throw illegal("access");
        };
    }

    /// Up to a semicolon, and to the slash before it.
    private String pathPiece() {
        int semicolon = text.indexOf(';', at);
        int end = semicolon < 0 ? text.length() : semicolon;
        if (end > at + 1 && text.charAt(end - 1) == '/') {
            end--;
        }
        var piece = text.substring(at, end);
        at = end;
        return piece;
    }

    private String digits() {
        int end = at;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        var digits = text.substring(at, end);
        at = end;
        return digits;
    }

    private static long number(String digits, long least) {
        boolean sound = !digits.isEmpty()
                && digits.length() <= DIGITS_MAX
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        long number = sound ? Long.parseLong(digits) : -1;
        if (number < least || number > ImapUrl.NUMBER_MAX) {
            throw illegal("number");
        }
        return number;
    }

    private static Instant instant(String date) {
        if (!DATE_TIME.matcher(date).matches()) {
            throw illegal("date");
        }
        try {
            return OffsetDateTime.parse(date).toInstant();
        } catch (DateTimeException impossible) {
            throw new IllegalArgumentException("date in a url", impossible);
        }
    }

    private static String text(String encoded, Predicate<Character> plain) {
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c != '%' && !plain.test(c)) {
                throw illegal("character");
            }
        }
        if (encoded.isEmpty()) {
            throw illegal("empty name");
        }
        return PercentText.decoded(encoded);
    }

    private boolean peek(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    /// Words are read in any case.
    private boolean take(String word) {
        boolean there = text.regionMatches(true, at, word, 0, word.length());
        if (there) {
            at += word.length();
        }
        return there;
    }

    private static IllegalArgumentException illegal(String what) {
        return new IllegalArgumentException(what + " in a url");
    }
}
