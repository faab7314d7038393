// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.objects;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
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

    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");

    private ObjectIds() {}

    /// A folder keeps it when it is renamed.
    public static String mailbox(FolderId folder) {
        return "F" + folder.number();
    }

    /// Of what an object is made of: copies share it.
    public static String email(ContentId content) {
        return "M" + content.number();
    }

    /// The content that an EMAILID names; empty when it can name none.
    public static Optional<ContentId> content(String email) {
        return email.startsWith("M") && NUMBER.matcher(email.substring(1)).matches()
                ? Optional.of(new ContentId(Long.parseLong(email.substring(1))))
                : Optional.empty();
    }

    /// Of the conversation that an object belongs to; empty when it belongs to none.
    public static Optional<String> thread(Summary summary) {
        return summary.attribute(CONVERSATION).map(ObjectIds::thread);
    }

    private static String thread(String conversation) {
        byte[] hash;
        try {
            hash = MessageDigest.getInstance("SHA-256").digest(conversation.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
        return "T" + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, THREAD_BYTES));
    }
}
