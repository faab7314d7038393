// SPDX-License-Identifier: Apache-2.0
/// The load on the REST face: objects are posted, read and searched by a client of plain sockets, as cheap as HTTP/1.1
/// over kept connections gets.
///
/// Each answer is checked: status, length, and that an object carries what it was made of. A connection belongs to one
/// thread; every read has a time limit and every body a bound.
@NullMarked
package org.satchel.bench.nms;

import org.jspecify.annotations.NullMarked;
