// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.check;

/// What can be wrong with a store.
public enum Fault {
    UNREADABLE("a box cannot be read"),
    FIGURES("the figures of a folder are not those of its objects"),
    COUNTERS("the counters of a box, or of the store, are behind what is there"),
    HISTORY("the history has a gap"),
    SUMMARY("an object has no summary"),
    PAYLOAD("an object has no payload, or one of another length or another digest"),
    PLACE("an object is not found by its id"),
    KEY("an object is not found by the key with which it came"),
    REFERENCE("a content does not name the objects that have it"),
    LEFT_ROW("a row belongs to no object"),
    LEFT_CONTENT("a content belongs to no object"),
    LEFT_FILE("a payload file belongs to no content"),
    NAME("a name leads to no box, or no name to a box");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    /// One line for an operator.
    public String text() {
        return text;
    }
}
