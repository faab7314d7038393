// SPDX-License-Identifier: Apache-2.0
/// Searching: from the criteria of NMS to a query of the model, page by page.
///
/// No result is kept between pages: a cursor says where the page ended, and holds good while others insert and
/// remove, and after a restart.
@NullMarked
package org.satchel.nms.search;

import org.jspecify.annotations.NullMarked;
