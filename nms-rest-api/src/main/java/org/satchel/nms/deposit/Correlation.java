// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.deposit;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.satchel.model.Address;
import org.satchel.model.Kind;
import org.satchel.model.Summary;

/// What ties a stored object to the message as a device knows it.
// OMA NMS §5.1, §11.5
public final class Correlation {
    private Correlation() {}

    /// As uploaded; else what the object's own fields say.
    public static Optional<String> id(Summary summary) {
        return summary.attribute(Hidden.CORRELATION_ID).or(() -> ownId(summary));
    }

    /// What the object's own fields say: of a notification the id of the original, of an MMS its message id. CPM-MSG
    /// §10
    static Optional<String> ownId(Summary summary) {
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

    /// As uploaded; else computed for an SMS, which has no id that a device knows.
    public static Optional<String> tag(Summary summary) {
        return summary.attribute(Hidden.CORRELATION_TAG)
                .or(() -> summary.kind() == Kind.SMS ? smsTag(summary) : Optional.empty());
    }

    private static Optional<String> smsTag(Summary summary) {
        boolean sent =
                summary.attribute("Direction").filter("Out"::equalsIgnoreCase).isPresent();
        var number = summary.attribute(sent ? "To" : "From").map(Correlation::number);
        var text = summary.attribute("TextContent");
        if (number.isEmpty() || text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                sent ? hash(number.get() + ":::::" + text.get()) : hash(":::" + number.get() + "::" + text.get()));
    }

    private static String number(String address) {
        var uri = Address.parse(address)
                .map(Address::preferringTel)
                .map(Address::uri)
                .orElse(address);
        var digits = uri.startsWith("tel:") ? uri.substring(4) : uri;
        if (digits.startsWith("+") || !digits.chars().allMatch(Character::isDigit)) {
            return digits;
        }
        return digits.length() == 10 ? "+1" + digits : digits.length() > 10 ? "+" + digits : digits;
    }

    private static String hash(String input) {
        try {
            var digest = MessageDigest.getInstance("MD5").digest(input.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, Arrays.copyOf(digest, 8)).toString(16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
