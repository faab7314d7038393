// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BodyPart;
import org.satchel.model.Kind;

/// Tells what an object is to CPM, and the word that NMS has for it.
// CPM-MSG §5.11
final class Kinds {
    private Kinds() {}

    static Kind of(ObjectParts parts) {
        var context = lower(parts.outer("Message-Context")).strip();
        if (context.equals("pager-message")) {
            return Kind.SMS;
        }
        if (context.equals("multimedia-message")) {
            return Kind.MMS;
        }
        var outerType = lower(parts.outer("Content-Type"));
        if (outerType.contains("x-cpm-session")) {
            return Kind.SESSION_INFO;
        }
        if (outerType.contains("group-state-object+xml")) {
            return Kind.GROUP_STATE;
        }
        if (outerType.contains("x-cpm-file-transfer")) {
            return Kind.FILE_TRANSFER;
        }
        return switch (parts.contentType()) {
            case "message/imdn+xml" -> Kind.IMDN;
            case "application/vnd.gsma.rcs-ft-http+xml" -> Kind.HTTP_FILE_TRANSFER;
            case "application/vnd.oma.cpm-groupdata+xml", "application/conference-info+xml" -> Kind.GROUP_EVENT;
            default -> parts.isCpim() ? message(parts) : plain(parts.content());
        };
    }

    /// Message-Context of an object whose header does not say it.
    // CPM-MSG §10, NMS reference §11.3
    static String context(Kind kind) {
        return switch (kind) {
            case SMS -> "pager-message";
            case MMS -> "multimedia-message";
            case PAGER_MESSAGE, LARGE_MESSAGE -> "standalone-message";
            case CHAT_MESSAGE, GROUP_EVENT -> "chat-message";
            case IMDN -> "imdn-message";
            case HTTP_FILE_TRANSFER, FILE_TRANSFER -> "file-message";
            case SESSION_INFO -> "X-RCS-Chat-Session";
            case GROUP_STATE -> "X-RCS-Chat-GSO";
            case TEXT -> "text-message";
            case MEDIA -> "none";
        };
    }

    /// Chat or standalone: by the service that carried it, else by the feature tags of its request, else chat.
    private static Kind message(ObjectParts parts) {
        return byService(parts.outer("P-Asserted-Service"))
                .or(() -> byService(parts.outer("Accept-Contact")))
                .orElse(Kind.CHAT_MESSAGE);
    }

    private static Optional<Kind> byService(@Nullable String text) {
        var service = lower(text);
        if (service.contains("oma.cpm.largemsg")) {
            return Optional.of(Kind.LARGE_MESSAGE);
        }
        if (service.contains("oma.cpm.msg")) {
            return Optional.of(Kind.PAGER_MESSAGE);
        }
        return service.contains("oma.cpm.session") ? Optional.of(Kind.CHAT_MESSAGE) : Optional.empty();
    }

    /// Text, or mail in several parts that begins with text.
    private static Kind plain(BodyPart body) {
        return switch (body) {
            case BodyPart.Leaf leaf -> leaf.head().type().equalsIgnoreCase("text") ? Kind.TEXT : Kind.MEDIA;
            case BodyPart.Multipart multipart -> plain(multipart.parts().getFirst());
            case BodyPart.Nested nested -> Kind.MEDIA;
        };
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
