// SPDX-License-Identifier: Apache-2.0
/// Smaller pictures and other charsets of what is stored; the stored bytes are only read.
///
/// [ImageHeader] reads the size of a picture before anything is decoded, [ImageScaler] makes a smaller one,
/// [TextRecoding] another charset, [Converter] knows which of them does. Nothing here knows a protocol; of the model it
/// knows parts and payloads.
///
/// What came with a picture (place, camera, comments, profiles) never gets into the result; only which side is up is
/// heeded. A picture is decoded by the JDK's readers, subsampled, a few at a time; whatever those stumble over is
/// [Refused]. Most memory for one conversion: the source's bytes and twice the pixels that [ImageScaler] keeps.
@NullMarked
package org.satchel.convert;

import org.jspecify.annotations.NullMarked;
