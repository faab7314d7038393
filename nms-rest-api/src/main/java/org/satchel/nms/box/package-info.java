// SPDX-License-Identifier: Apache-2.0
/// From a URL to a box and back: who may name which box, and how boxes, folders and objects are spelt in URLs.
///
/// Ids in URLs consist of letters and digits only, because clients decode and re-encode them. URLs are built from the
/// configured public base,
/// never from a request.
@NullMarked
package org.satchel.nms.box;

import org.jspecify.annotations.NullMarked;
