// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.openapi;

import java.util.Arrays;

/// What a parameter means, by its name, wherever it stands.
enum Parameter {
    BOX("box", "string", "An address of the account: `tel:+15550100001`, `sip:ann@example.net`."),
    OBJECT("object", "string", "Id of an object."),
    FOLDER("folder", "string", "Id of a folder."),
    PART("part", "string", "Name of a part of the payload: `part1`."),
    FLAG("flag", "string", "Name of a flag: `\\Seen`."),
    SUBSCRIPTION("id", "string", "Id of a subscription."),
    CHANNEL(
            "channel",
            "string",
            "Id of a channel; in what a client reads or writes without credentials, its secret name."),
    PRINCIPAL("principal", "string", "An address of the account that has the rights, or `anyone`."),
    PATH("path", "string", "Path of a folder or object: `/Default`."),
    ATTR_FILTER("attrFilter", "array", "Names of the attributes to be shown; `*` or none given = all."),
    LIST_FILTER("listFilter", "string", "Which references to show: `All`, `Objects`, `Folders` or `None`."),
    FROM_CURSOR("fromCursor", "string", "The `cursor` of the page before."),
    MAX_ENTRIES("maxEntries", "integer", "Entries on a page at most; 0 or none = as many as the server likes."),
    RES_FORMAT("resFormat", "string", "What the answer is written in: `JSON` or `XML`. Goes before `Accept`."),
    CONVERT_TO(
            "convertTo",
            "string",
            "What the bytes are to become: `image/jpeg;pix-x=200;pix-y=200`, `text/plain;charset=utf-8`."),
    RANGE("Range", "string", "One range of the bytes: `bytes=0-99`."),
    IF_RANGE("If-Range", "string", "The `ETag` of what the client has a part of.");

    final String text;
    final String type;
    final String description;

    Parameter(String text, String type, String description) {
        this.text = text;
        this.type = type;
        this.description = description;
    }

    boolean inHeader() {
        return this == RANGE || this == IF_RANGE;
    }

    /// @throws IllegalArgumentException for one that means nothing yet
    static Parameter named(String name) {
        return Arrays.stream(values())
                .filter(parameter -> parameter.text.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody says what the parameter '" + name + "' is"));
    }
}
