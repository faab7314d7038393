// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.codec;

import org.satchel.model.Kind;

/// The number of each kind in stored records. Never changed, never reused.
final class KindCodes {
    private KindCodes() {}

    static int code(Kind kind) {
        return switch (kind) {
            case SMS -> 1;
            case MMS -> 2;
            case PAGER_MESSAGE -> 3;
            case LARGE_MESSAGE -> 4;
            case CHAT_MESSAGE -> 5;
            case IMDN -> 6;
            case HTTP_FILE_TRANSFER -> 7;
            case FILE_TRANSFER -> 8;
            case GROUP_EVENT -> 9;
            case SESSION_INFO -> 10;
            case GROUP_STATE -> 11;
            case TEXT -> 12;
            case MEDIA -> 13;
        };
    }

    static Kind kind(RecordReader in) {
        return kind(in.bits(), in);
    }

    /// @param in where the code was read
    static Kind kind(int code, RecordReader in) {
        return switch (code) {
            case 1 -> Kind.SMS;
            case 2 -> Kind.MMS;
            case 3 -> Kind.PAGER_MESSAGE;
            case 4 -> Kind.LARGE_MESSAGE;
            case 5 -> Kind.CHAT_MESSAGE;
            case 6 -> Kind.IMDN;
            case 7 -> Kind.HTTP_FILE_TRANSFER;
            case 8 -> Kind.FILE_TRANSFER;
            case 9 -> Kind.GROUP_EVENT;
            case 10 -> Kind.SESSION_INFO;
            case 11 -> Kind.GROUP_STATE;
            case 12 -> Kind.TEXT;
            case 13 -> Kind.MEDIA;
            default -> throw in.corrupt("no such kind: " + code);
        };
    }
}
