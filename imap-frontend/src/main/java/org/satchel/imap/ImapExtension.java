// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

/// What this server can beyond the base, by the word it is announced with and the text it follows.
///
/// Announced is what works; [#isCore] tells what every listener has, the others are added one by one.
public enum ImapExtension {
    LITERAL_PLUS("LITERAL+", "RFC 7888", true),
    SASL_IR("SASL-IR", "RFC 4959", true),
    ENABLE("ENABLE", "RFC 5161", true),
    ID("ID", "RFC 2971", true),
    IDLE("IDLE", "RFC 2177", true),
    NOTIFY("NOTIFY", "RFC 5465", true),
    NAMESPACE("NAMESPACE", "RFC 2342", true),
    CHILDREN("CHILDREN", "RFC 3348", true),
    UNSELECT("UNSELECT", "RFC 3691", true),
    UIDPLUS("UIDPLUS", "RFC 4315", true),
    CONDSTORE("CONDSTORE", "RFC 7162 §3.1", true),
    QRESYNC("QRESYNC", "RFC 7162 §3.2", true),
    ESEARCH("ESEARCH", "RFC 4731", true),
    MULTISEARCH("MULTISEARCH", "RFC 7377", true),
    LIST_EXTENDED("LIST-EXTENDED", "RFC 5258", true),
    LIST_STATUS("LIST-STATUS", "RFC 5819", true),
    SPECIAL_USE("SPECIAL-USE", "RFC 6154", true),
    STATUS_SIZE("STATUS=SIZE", "RFC 8438", true),
    CONVERT("CONVERT", "RFC 5259", true),
    URLAUTH("URLAUTH", "RFC 4467", true),
    URLAUTH_BINARY("URLAUTH=BINARY", "RFC 5524", true),
    MOVE("MOVE", "RFC 6851", true),
    COMPRESS("COMPRESS=DEFLATE", "RFC 4978", true),
    UNAUTHENTICATE("UNAUTHENTICATE", "RFC 8437", true),
    ACL("ACL", "RFC 4314", true),
    RIGHTS("RIGHTS=texk", "RFC 4314 §2.2", true),
    LIST_MYRIGHTS("LIST-MYRIGHTS", "RFC 8440", true),
    METADATA("METADATA", "RFC 5464", true),
    METADATA_SERVER("METADATA-SERVER", "RFC 5464", true),
    QUOTA("QUOTA", "RFC 9208", true),
    QUOTA_STORAGE("QUOTA=RES-STORAGE", "RFC 9208 §5.1", true),
    QUOTA_MESSAGE("QUOTA=RES-MESSAGE", "RFC 9208 §5.2", true),
    SEARCHRES("SEARCHRES", "RFC 5182", true),
    SORT("SORT", "RFC 5256", true),
    SORT_DISPLAY("SORT=DISPLAY", "RFC 5957", true),
    THREAD("THREAD=REFERENCES", "RFC 5256 §3", true),
    ESORT("ESORT", "RFC 5267 §3", true),
    PARTIAL("PARTIAL", "RFC 9394", true),
    CONTEXT_SEARCH("CONTEXT=SEARCH", "RFC 5267 §4", true),
    WITHIN("WITHIN", "RFC 5032", true),
    OBJECTID("OBJECTID", "RFC 8474", true),
    SAVEDATE("SAVEDATE", "RFC 8514", true),
    PREVIEW("PREVIEW", "RFC 8970", true),
    UTF8_ACCEPT("UTF8=ACCEPT", "RFC 6855", true),
    APPENDLIMIT("APPENDLIMIT", "RFC 7889", true),
    BINARY("BINARY", "RFC 3516", true),
    MULTIAPPEND("MULTIAPPEND", "RFC 3502", true),
    CATENATE("CATENATE", "RFC 4469", true),
    REPLACE("REPLACE", "RFC 8508", true);

    private final String word;
    private final String source;
    private final boolean core;

    ImapExtension(String word, String source, boolean core) {
        this.word = word;
        this.source = source;
        this.core = core;
    }

    /// The word in the CAPABILITY line.
    public String word() {
        return word;
    }

    /// The text that defines it.
    public String source() {
        return source;
    }

    public boolean isCore() {
        return core;
    }
}
