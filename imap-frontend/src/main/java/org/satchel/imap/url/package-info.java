// SPDX-License-Identifier: Apache-2.0
/// IMAP URLs as values: read, written, and nothing else (RFC 5092, RFC 4467).
///
/// [ImapUrl] is one URL; [UrlReader] reads its text, [PercentText] its percent-encoding. Whoever wants to know what a
/// URL names, or whether it may be used, asks elsewhere: nothing here knows folders, accounts or keys.
///
/// What is written and read again is equal to what was written. No text is longer than [ImapUrl#TEXT_MAX]; what is no
/// URL of a message is refused with [IllegalArgumentException] and a message without the text, for a text may hold a
/// secret.
@NullMarked
package org.satchel.imap.url;

import org.jspecify.annotations.NullMarked;
