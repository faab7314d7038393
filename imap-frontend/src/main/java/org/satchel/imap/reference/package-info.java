// SPDX-License-Identifier: Apache-2.0
/// References: URLs by which somebody else reads one object, or a part of it, without the account's password.
///
/// [References] makes and takes them back, and finds what one names. What vouches for a reference is a key of its
/// folder ([FolderKeys]), so taking back is throwing the key away; key and marks of use are annotations of the folder
/// under [FolderKeys#PREFIX], which no command may show or set. [OpaqueNames] hides account and folder behind a key
/// of the whole installation, kept in the registry.
///
/// What is wrong with a reference is never told: gone, taken back, used, past its end and forged look the same. No URL,
/// key or token is ever logged.
@NullMarked
package org.satchel.imap.reference;

import org.jspecify.annotations.NullMarked;
