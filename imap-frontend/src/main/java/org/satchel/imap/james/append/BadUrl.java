// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.append;

import java.io.IOException;

/// A URL in a CATENATE names nothing that this client can read.
// RFC 4469 §4
final class BadUrl extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_MAX = 500;

    BadUrl(String url) {
        super(url);
    }

    /// The response code, with what of the URL may stand there.
    String code() {
        var url = new StringBuilder();
        var text = String.valueOf(getMessage());
        for (int i = 0; i < Math.min(text.length(), SHOWN_MAX); i++) {
            char c = text.charAt(i);
            url.append(c > ' ' && c < 0x7f && "]\"\\".indexOf(c) < 0 ? c : '?');
        }
        return "BADURL \"" + url + "\"";
    }
}
