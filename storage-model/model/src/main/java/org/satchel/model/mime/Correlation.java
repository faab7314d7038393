// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.util.Optional;
import org.satchel.model.Summary;
import org.satchel.model.text.EncodedWords;

/// By what two records of one message are known to be the same: NMS `correlationId` and `correlationTag`, and the
/// correlator of a short message.
// CPM-MSG §5.9, §10; NMS reference §11.5
public final class Correlation {
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
}
