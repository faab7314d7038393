// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.payload;

import java.io.IOException;
import java.util.Optional;
import org.satchel.convert.Converted;
import org.satchel.convert.Converter;
import org.satchel.convert.Original;
import org.satchel.convert.Refused;
import org.satchel.model.ContentPart;
import org.satchel.model.Payload;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.problem.Refusal;

/// Parts of payloads in another form than they were stored in.
// OMA NMS §6.4
final class Conversions {
    private final Converter converter;
    private final Problems problems;

    Conversions(Converter converter, Problems problems) {
        this.converter = converter;
        this.problems = problems;
    }

    /// Reads what is wanted.
    ///
    /// @throws Refusal 400 when no content can become that
    Converter.Target target(String convertTo) {
        var target = ConvertTo.read(convertTo);
        var known = Converter.all().stream()
                .map(Converter.Conversion::to)
                .distinct()
                .toList();
        if (!known.contains(target.type())) {
            throw Refusal.invalidValue("convertTo " + target.type(), String.join(", ", known));
        }
        try {
            converter.check(target);
        } catch (Refused refused) {
            throw refusal(refused);
        }
        return target;
    }

    /// One part as it is wanted.
    ///
    /// @throws Refusal 406 when this part cannot become that, 503 when too much is going on
    Converted part(ContentPart part, Payload payload, Converter.Target target) throws IOException {
        try {
            return converter.convert(Original.of(part, payload), target);
        } catch (Refused refused) {
            throw refusal(refused);
        }
    }

    /// The same, or nothing where the part has to stay as it is.
    Optional<Converted> ifPossible(ContentPart part, Payload payload, Converter.Target target) throws IOException {
        try {
            return Optional.of(converter.convert(Original.of(part, payload), target));
        } catch (Refused _) {
            return Optional.empty();
        }
    }

    private Refusal refusal(Refused refused) {
        return switch (refused.obstacle()) {
            case WANT -> Refusal.badInput("convertTo: " + refused.getMessage());
            case CONTENT -> Refusal.notConvertible(String.valueOf(refused.getMessage()));
            case LOAD -> problems.busy();
        };
    }
}
