// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.List;

/// Who answers a search: a scan, or an index that answers what the scan would answer.
public interface ObjectFinder {
    List<Search.Hit> find(BoxView view, Search search);
}
