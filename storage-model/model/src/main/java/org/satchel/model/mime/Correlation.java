// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.satchel.model.Address;
import org.satchel.model.Kind;
import org.satchel.model.Summary;
import org.satchel.model.text.EncodedWords;

/// By what two records of one message are known to be the same: NMS `correlationId` and `correlationTag`, and the
/// correlator of a short message.
// CPM-MSG §5.9, §10; NMS reference §11.5
public final class Correlation {
    /// Never fed itself.
    private static final MessageDigest MD5 = lookUp();

    private static final int SMS_CHARS_MAX = 160;

    private Correlation() {}

    /// The id under which other stores know the message: of a notification that of the original, of an MMS its
    /// correlator, else the IMDN Message-ID. Empty for an SMS, which has a tag instead, unless it carries an IMDN
    /// Message-ID.
    public static Optional<String> idOf(Summary summary) {
        var own = switch (summary.kind()) {
            case IMDN -> summary.attribute("DispositionOriginalMessageID");
            case MMS -> summary.attribute("Message-Correlator").or(() -> summary.attribute("Message-Id"));
            case SMS,
                    PAGER_MESSAGE,
                    LARGE_MESSAGE,
                    CHAT_MESSAGE,
                    HTTP_FILE_TRANSFER,
                    FILE_TRANSFER,
                    GROUP_EVENT,
                    SESSION_INFO,
                    GROUP_STATE,
                    TEXT,
                    MEDIA -> Optional.<String>empty();
        };
        return own.or(() -> summary.attribute("IMDN-Message-ID")).filter(id -> !id.isBlank());
    }

    /// The tag of an SMS; empty for every other kind, and for an SMS without text or other party.
    public static Optional<String> tagOf(Summary summary) {
        var text = summary.attribute("TextContent");
        if (summary.kind() != Kind.SMS || text.isEmpty()) {
            return Optional.empty();
        }
        boolean sent =
                summary.attribute("Direction").filter("Out"::equalsIgnoreCase).isPresent();
        return summary.attribute(sent ? "To" : "From").map(party -> tag(party, sent, text.get()));
    }

    /// The tag of a short message.
    ///
    /// @param party address of the other side: a `tel:` URI, a number, or a short code
    /// @param sent true when the owner of the box sent it
    public static String tag(String party, boolean sent, String text) {
        var number = number(party);
        var input = sent ? number + ":::::" + text : ":::" + number + "::" + text;
        long first = 0;
        var digest = md5(input);
        for (int i = 0; i < Long.BYTES; i++) {
            first = first << 8 | (digest[i] & 0xff);
        }
        return Long.toHexString(first);
    }

    /// The Message-Correlator of a short message: its text up to 160 characters with line ends as spaces, in an encoded
    /// word unless it is ASCII without control characters.
    public static String correlator(String text) {
        var cut = text.substring(0, Math.min(text.length(), SMS_CHARS_MAX))
                .replace('\r', ' ')
                .replace('\n', ' ');
        return isPlain(cut) ? cut : EncodedWords.encode(cut);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\t' && (c < ' ' || c >= 0x7f)) {
                return false;
            }
        }
        return true;
    }

    private static String number(String party) {
        var uri = Address.parse(party)
                .map(Address::preferringTel)
                .map(Address::uri)
                .orElse(party);
        var bare = uri.startsWith("tel:") ? uri.substring(4) : uri;
        if (bare.startsWith("+") || !bare.chars().allMatch(Character::isDigit)) {
            return bare;
        }
        return switch (Integer.compare(bare.length(), 10)) {
            case 0 -> "+1" + bare;
            case 1 -> "+" + bare;
            default -> bare;
        };
    }

    private static MessageDigest lookUp() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing); // every Java platform has MD5
        }
    }

    private static byte[] md5(String input) {
        try {
            var digest = (MessageDigest) MD5.clone(); // looking one up costs more
            return digest.digest(input.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
