// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.payload;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.satchel.convert.Converter;
import org.satchel.nms.problem.Refusal;

/// Reads what the query `convertTo` asks for: a media type, with parameters that say more of the result, as IMAP's
/// CONVERT names them: `image/jpeg;pix-x=200;pix-y=200`, `text/plain;charset=utf-8`.
// OMA NMS §6.4; RFC 9110 §8.3.1; RFC 5259 §6
final class ConvertTo {
    private static final int LENGTH_MAX = 200;
    private static final int PARAMETERS_MAX = 8;
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN);
    private static final Pattern PARAMETER = Pattern.compile(
            "[ \t]*;[ \t]*(?<name>" + TOKEN + ")=(?:(?<plain>" + TOKEN + ")|\"(?<quoted>[^\"\\\\]*)\")");

    private ConvertTo() {}

    /// @throws Refusal 400 when it is no media type
    static Converter.Target read(String text) {
        var stripped = text.strip();
        var type = TYPE.matcher(stripped);
        if (stripped.length() > LENGTH_MAX || !type.lookingAt()) {
            throw unreadable();
        }
        Map<String, String> parameters = new HashMap<>();
        var parameter = PARAMETER.matcher(stripped);
        int at = type.end();
        while (at < stripped.length()) {
            if (!parameter.region(at, stripped.length()).lookingAt() || parameters.size() == PARAMETERS_MAX) {
                throw unreadable();
            }
            var name = parameter.group("name").toLowerCase(Locale.ROOT);
            var plain = parameter.group("plain");
            if (parameters.put(name, plain == null ? parameter.group("quoted") : plain) != null) {
                throw unreadable();
            }
            at = parameter.end();
        }
        return new Converter.Target(type.group(), parameters);
    }

    /// The same for the same, in letters that a tag may have when a [Converter] would take it.
    static String written(Converter.Target target) {
        var text = new StringBuilder(String.valueOf(target.type()));
        new TreeMap<>(target.parameters())
                .forEach((name, value) ->
                        text.append(';').append(name).append('=').append(value));
        return text.toString();
    }

    private static Refusal unreadable() {
        return Refusal.badInput("convertTo");
    }
}
