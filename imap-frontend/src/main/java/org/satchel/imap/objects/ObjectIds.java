// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.objects;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.satchel.model.BoxId;
import org.satchel.model.ContentId;
import org.satchel.model.FolderId;
import org.satchel.model.Summary;

/// The ids by which clients know folders, contents and conversations: a letter, so that no two sorts are alike, and
/// letters, digits, `-` and `_` only.
// RFC 8474 §7, CPM-MSG §16.17
public final class ObjectIds {
    private static final String CONVERSATION = "Conversation-ID";

    /// Of the hash of a conversation's name; more would make no clash less likely that anybody will see.
    private static final int THREAD_BYTES = 15;

    private static final int REALM_BYTES = 9;

    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");

    private ObjectIds() {}

    /// What the ids of a box that is not the client's own have behind them: numbers are unique in one box only.
    public static String realm(BoxId box) {
        return '-' + hash(box.text(), REALM_BYTES);
    }

    /// A folder keeps it when it is renamed.
    ///
    /// @param realm empty in one's own box
    public static String mailbox(FolderId folder, String realm) {
        return "F" + folder.number() + realm;
    }

    /// Of what an object is made of: copies share it.
    ///
    /// @param realm empty in one's own box
    public static String email(ContentId content, String realm) {
        return "M" + content.number() + realm;
    }

    /// The content that an EMAILID names; empty when it can name none of this realm.
    public static Optional<ContentId> content(String email, String realm) {
        if (!email.startsWith("M") || !email.endsWith(realm) || email.length() <= realm.length()) {
            return Optional.empty();
        }
        var number = email.substring(1, email.length() - realm.length());
        return NUMBER.matcher(number).matches() ? Optional.of(new ContentId(Long.parseLong(number))) : Optional.empty();
    }

    /// Of the conversation that an object belongs to; empty when it belongs to none.
    public static Optional<String> thread(Summary summary) {
        return summary.attribute(CONVERSATION).map(ObjectIds::thread);
    }

    private static String thread(String conversation) {
        return "T" + hash(conversation, THREAD_BYTES);
    }

    private static String hash(String text, int bytes) {
        byte[] hash;
        try {
            hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, bytes));
    }
}
