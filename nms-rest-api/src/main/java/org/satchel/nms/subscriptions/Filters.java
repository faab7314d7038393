// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.subscriptions;

import java.nio.charset.StandardCharsets;
import org.satchel.model.Query;
import org.satchel.nms.format.Json;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.search.Criteria;
import org.satchel.nms.type.SelectionCriteria.SearchCriteria;
import org.satchel.push.FilterReader;

/// Filters of subscriptions: kept as the client wrote them, read again when the follower starts.
public final class Filters implements FilterReader {
    private static final String ROOT = "filter";

    private final Criteria criteria;
    private final Json json;

    public Filters(Criteria criteria, Json json) {
        this.criteria = criteria;
        this.json = json;
    }

    /// @throws Refusal 400 SVC0003 for one that cannot be met. OMA NMS §7.1
    String write(SearchCriteria filter) {
        criteria.filter(filter);
        return json.text(ROOT, filter);
    }

    SearchCriteria show(String filter) {
        return json.read(filter.getBytes(StandardCharsets.UTF_8), ROOT, SearchCriteria.class);
    }

    @Override
    public Query read(String filter) {
        try {
            return criteria.filter(show(filter));
        } catch (Refusal e) {
            throw new IllegalArgumentException("filter is not readable", e);
        }
    }
}
