// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.satchel.model.text.Hash;

/// The part of a box where conversations are recorded: which folders there can be, and how they are named.
///
/// Below [#RECORDED] a folder is a conversation, named by the other party or by its Conversation-ID; below one that is
/// named by an id there are its sessions, named by their Contribution-ID. That is all: with a party all objects lie in
/// the conversation itself. What a user keeps or makes is below [#KEPT], without rules.
// CPM-MSG §4
public final class Conversations {
    /// Where the Participating Function writes.
    public static final FolderPath RECORDED = new FolderPath("Default");

    /// What its owner keeps for good.
    public static final FolderPath KEPT = new FolderPath("RCSMessageStore");

    /// The conversation with all who withhold who they are.
    public static final FolderPath ANONYMOUS = RECORDED.child("anonymous");

    /// Longest name that the server makes, in characters; what is longer is cut and told apart by a digest.
    public static final int NAME_LENGTH_MAX = 200;

    private static final String ANONYMOUS_HOST = "@anonymous.invalid";
    private static final int DIGEST_BYTES = 8;

    /// What an atom of IMAP cannot hold, and what would make a level or a wildcard of a name.
    private static final String ESCAPED = "/%*\"\\(){] ";

    private Conversations() {}

    /// What a folder is to CPM.
    public enum Level {
        /// Not below [#RECORDED].
        OUTSIDE,
        CONVERSATION,
        SESSION,
        /// Deeper than anything that CPM knows.
        BELOW
    }

    public static Level level(FolderPath path) {
        if (!path.isWithin(RECORDED) || path.equals(RECORDED)) {
            return Level.OUTSIDE;
        }
        return switch (path.names().size()) {
            case 2 -> Level.CONVERSATION;
            case 3 -> Level.SESSION;
            default -> Level.BELOW;
        };
    }

    /// Whether objects leave a folder as copies only: what was recorded moves with its folder.
    // CPM-MSG §4.1
    public static boolean holds(BoxView view, FolderId folder) {
        return view.folder(RECORDED).filter(Folder::system).isPresent()
                && view.folder(folder)
                        .filter(it -> level(it.path()) != Level.OUTSIDE)
                        .isPresent();
    }

    /// The conversation with one party.
    public static FolderPath with(Address peer) {
        return peer.uri().endsWith(ANONYMOUS_HOST) ? ANONYMOUS : RECORDED.child(name(peer.uri()));
    }

    /// The other party of a conversation that is named by one.
    public static Optional<Address> peer(FolderPath conversation) {
        var name = conversation.name();
        boolean named = level(conversation) == Level.CONVERSATION && looksLikeUri(name) && isEscapedWell(name);
        return named ? Address.parse(unescaped(name)) : Optional.empty();
    }

    /// A session of a group.
    public static FolderPath session(String conversation, String contribution) {
        return RECORDED.child(token(conversation)).child(token(contribution));
    }

    /// An id that looks like the address of a party must not be taken for one.
    private static String token(String id) {
        var name = name(id);
        return looksLikeUri(name) ? name.replaceFirst(":", "%3A") : name;
    }

    /// An id as the name of a folder, one name for one id.
    ///
    /// @param id not empty
    // CPM-MSG §4.2
    public static String name(String id) {
        var name = new StringBuilder(id.length());
        for (byte octet : id.getBytes(StandardCharsets.UTF_8)) {
            int c = octet & 0xff;
            if (isEscaped(c)) {
                name.append('%').append("%02X".formatted(c));
            } else {
                name.append((char) c);
            }
        }
        return name.length() <= NAME_LENGTH_MAX ? name.toString() : shortened(name.toString());
    }

    /// Whether a folder at this place is one that CPM knows; true for everything outside.
    public static boolean isLegal(FolderPath path) {
        var names = path.names();
        return switch (level(path)) {
            case OUTSIDE -> true;
            case CONVERSATION -> isToken(names.get(1)) || isParty(path);
            case SESSION -> isToken(names.get(1)) && isToken(names.get(2));
            case BELOW -> false;
        };
    }

    private static boolean isToken(String name) {
        return !looksLikeUri(name) && isEscapedWell(name);
    }

    /// A URI in its canonical form: in another it would be a second folder for the same party.
    private static boolean isParty(FolderPath conversation) {
        return peer(conversation)
                .filter(party -> name(party.uri()).equals(conversation.name()))
                .isPresent();
    }

    private static boolean looksLikeUri(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("tel:") || lower.startsWith("sip:") || lower.startsWith("sips:");
    }

    private static boolean isEscapedWell(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '%' && i + 2 < name.length() && isHex(name.charAt(i + 1)) && isHex(name.charAt(i + 2))) {
                i += 2;
            } else if (isEscaped(c)) {
                return false;
            }
        }
        return true;
    }

    private static String unescaped(String name) {
        var text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '%') {
                text.append((char) HexFormat.fromHexDigits(name, i + 1, i + 3));
                i += 2;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    }

    private static boolean isEscaped(int c) {
        return c <= ' ' || c >= 0x7f || ESCAPED.indexOf(c) >= 0;
    }

    private static String shortened(String name) {
        var end = "~" + HexFormat.of().formatHex(Hash.SHA_256.of(name), 0, DIGEST_BYTES);
        int cut = NAME_LENGTH_MAX - end.length();
        int escape = name.lastIndexOf('%', cut - 1);
        return name.substring(0, escape > cut - 3 ? escape : cut) + end;
    }
}
