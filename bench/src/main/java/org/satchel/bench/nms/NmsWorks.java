// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.corpus.Texts;
import org.satchel.bench.measure.Goal;
import org.satchel.bench.measure.Work;

/// The works on the REST face in the order in which they are run.
public final class NmsWorks {
    private static final int CALLERS = 16;
    private static final int OTHER_ACCOUNTS = 1_000;
    private static final double NEWS_MILLIS_MAX = 50;
    /// 1.5 GiB for all of them and the server.
    private static final double POLL_KIB_MAX = 1.5 * 1024 * 1024 / WaitingPollsWork.MANY;

    private NmsWorks() {}

    /// Accounts that the works use, numbered from 0.
    public static int accounts(NmsScale scale) {
        return OTHER_ACCOUNTS + scale.boxes(scale.polls());
    }

    public static List<Work<NmsTarget>> all(Duration slice, NmsScale scale, Texts texts, Webhook webhook) {
        var objects = new NmsObjects(texts);
        var numbers = new AtomicLong();
        return List.of(
                new RequestWork(
                        RequestWork.Kind.POST,
                        "durable POST of 1 KB, 16 connections",
                        objects,
                        slice,
                        CALLERS,
                        numbers),
                new RequestWork(
                        RequestWork.Kind.GET, "GET of an object, 16 connections", objects, slice, CALLERS, numbers),
                new RequestWork(
                        RequestWork.Kind.SEARCH,
                        "search, page of 50, 16 connections",
                        objects,
                        slice,
                        CALLERS,
                        numbers),
                // Before the news, whose last polls the server takes for waiting until their time is up.
                new WaitingPollsWork(scale, objects, numbers),
                new NewsWork(scale, new Messages(texts), slice, webhook));
    }

    /// What they should reach, on any machine.
    public static List<Goal> goals() {
        return List.of(Goal.atMost("news", NEWS_MILLIS_MAX), Goal.atMost("waiting-polls", POLL_KIB_MAX));
    }
}
