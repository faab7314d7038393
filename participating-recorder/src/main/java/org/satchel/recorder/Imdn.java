// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.io.StringReader;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.satchel.model.mime.ForeignXml;
import org.satchel.model.text.TransferEncoding;

/// What a disposition notification says. RFC 5438 §11.1
///
/// @param originalId IMDN Message-ID of the message that it is about
/// @param disposition which kind of notification
/// @param status name of the status element: `delivered`, `displayed`, `failed` …
record Imdn(String originalId, Disposition disposition, String status) {
    static final String MEDIA_TYPE = "message/imdn+xml";

    private static final int EVENTS_MAX = 500;

    /// The notification element.
    enum Disposition {
        DELIVERY,
        DISPLAY,
        PROCESSING
    }

    /// True when the sender of this notification has shown the message to its user.
    boolean isDisplayed() {
        return disposition == Disposition.DISPLAY && status.equals("displayed");
    }

    /// @throws Refusal with 400 when it is no notification
    static Imdn parse(Cpim cpim) {
        var encoding = TransferEncoding.named(cpim.contentHeaders().firstOr("Content-Transfer-Encoding", null));
        var content = Octets.of(encoding.decode(cpim.content().toBytes()));
        try (var xml = ForeignXml.of(new StringReader(content.text()))) {
            return read(xml).orElseThrow(() -> new Refusal(400, "Incomplete IMDN"));
        } catch (XMLStreamException e) {
            throw new Refusal(400, "Malformed IMDN");
        }
    }

    private static Optional<Imdn> read(XMLStreamReader reader) throws XMLStreamException {
        var found = new Found();
        for (int events = 0; reader.hasNext(); events++) {
            if (events > EVENTS_MAX) {
                throw new XMLStreamException("too long");
            }
            if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                found.element(reader);
            }
        }
        return found.imdn();
    }

    /// What was met so far.
    private static final class Found {
        private String originalId = "";
        private String status = "";
        private @Nullable Disposition disposition;
        private boolean inStatus;

        void element(XMLStreamReader reader) throws XMLStreamException {
            var name = reader.getLocalName().toLowerCase(Locale.ROOT);
            if (inStatus && status.isEmpty()) {
                status = name;
                return;
            }
            switch (name) {
                case "message-id" -> originalId = reader.getElementText().strip();
                case "delivery-notification" -> disposition = Disposition.DELIVERY;
                case "display-notification" -> disposition = Disposition.DISPLAY;
                case "processing-notification" -> disposition = Disposition.PROCESSING;
                case "status" -> inStatus = true;
                default -> {}
            }
        }

        Optional<Imdn> imdn() {
            var which = disposition;
            return originalId.isEmpty() || status.isEmpty() || which == null
                    ? Optional.empty()
                    : Optional.of(new Imdn(originalId, which, status));
        }
    }
}
