// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.satchel.bench.corpus.Texts;
import org.satchel.bench.measure.Work;

/// The works on the REST face in the order in which they are run.
public final class NmsWorks {
    /// Accounts that the works use, numbered from 0.
    public static final int ACCOUNTS = 300;

    private static final int CALLERS = 16;

    private NmsWorks() {}

    public static List<Work<NmsTarget>> all(Duration slice, Texts texts) {
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
                        numbers));
    }
}
