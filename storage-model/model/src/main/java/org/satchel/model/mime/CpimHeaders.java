// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.satchel.model.text.HeaderBlock;

/// The message headers of a CPIM message, found by namespace and name: a prefix is only what its `NS` line says.
// RFC 3862 §2.3, §3.4
public final class CpimHeaders {
    public static final CpimHeaders NONE = of(HeaderBlock.EMPTY);

    private static final String IMDN = "urn:ietf:params:imdn"; // RFC 5438 §6.1
    private static final String CORE = "urn:ietf:params:cpim-headers:";
    private static final int PREFIXES_MAX = 32;

    /// First value of each header, by namespace, a blank and the name in lower case.
    private final Map<String, String> values;

    private CpimHeaders(Map<String, String> values) {
        this.values = values;
    }

    public static CpimHeaders of(HeaderBlock block) {
        var namespaces = new HashMap<String, String>();
        namespaces.put("", CORE);
        namespaces.put("imdn", IMDN); // for senders that use the prefix without declaring it
        var values = new HashMap<String, String>();
        for (var field : block.fields()) {
            if (field.name().equalsIgnoreCase("NS")) {
                declare(field.value(), namespaces);
                continue;
            }
            int dot = field.name().indexOf('.');
            var prefix = dot < 0 ? "" : field.name().substring(0, dot);
            var namespace = namespaces.get(prefix);
            if (namespace != null) {
                values.putIfAbsent(key(namespace, field.name().substring(dot + 1)), unescaped(field.value()));
            }
        }
        return new CpimHeaders(values);
    }

    /// A header that RFC 3862 defines: `From`, `DateTime`, `Subject` …
    public @Nullable String core(String name) {
        return values.get(key(CORE, name));
    }

    /// A header that RFC 5438 defines: `Message-ID`, `Disposition-Notification` …
    public @Nullable String imdn(String name) {
        return values.get(key(IMDN, name));
    }

    private static void declare(String value, Map<String, String> namespaces) {
        int open = value.indexOf('<');
        int close = value.indexOf('>', open + 1);
        if (open < 0 || close < 0 || namespaces.size() >= PREFIXES_MAX) {
            return;
        }
        namespaces.put(
                value.substring(0, open).strip(),
                value.substring(open + 1, close).strip());
    }

    private static String key(String namespace, String name) {
        return namespace + " " + name.toLowerCase(Locale.ROOT);
    }

    /// Without the language tag in front and with escapes undone.
    // RFC 3862 §2.3.1, §2.3.2
    private static String unescaped(String value) {
        var text = value;
        if (text.startsWith(";")) {
            int blank = text.indexOf(' ');
            text = blank < 0 ? "" : text.substring(blank + 1);
        }
        if (text.indexOf('\\') < 0) {
            return text;
        }
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
                continue;
            }
            char next = text.charAt(++i);
            int code = next == 'u' ? code(text, i + 1) : -1;
            if (code >= 0) {
                out.append((char) code);
                i += 4;
            } else {
                out.append(next == 't' || next == 'n' || next == 'r' ? ' ' : next);
            }
        }
        // half a surrogate pair is no character
        return new String(out.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static int code(String text, int from) {
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }
}
