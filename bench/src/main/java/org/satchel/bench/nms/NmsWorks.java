// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import static org.satchel.bench.nms.PageWork.From.FIRST;
import static org.satchel.bench.nms.PageWork.From.MIDDLE;
import static org.satchel.bench.nms.PageWork.From.NEWEST;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.satchel.bench.bare.BareServer;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.corpus.Texts;
import org.satchel.bench.measure.Goal;
import org.satchel.bench.measure.Work;

/// The works on the REST face in the order in which they are run.
public final class NmsWorks {
    private static final int CALLERS = 16;
    private static final int WARM = 15_000;
    private static final int REFERENCE_ACCOUNT = 400;
    private static final long REFERENCE_NUMBER = 2_000_000_000;
    private static final int OTHER_ACCOUNTS = 1_000;
    private static final double GET_RATIO = 0.6;
    private static final double POST_RATIO = 0.25;
    private static final double PAGE_MILLIS_MAX = 15;
    private static final double NEWS_MILLIS_MAX = 50;
    /// 1.5 GiB for all of them and the server.
    private static final double POLL_KIB_MAX = 1.5 * 1024 * 1024 / WaitingPollsWork.MANY;

    private NmsWorks() {}

    /// Accounts that the works use, numbered from 0.
    public static int accounts(NmsScale scale) {
        return OTHER_ACCOUNTS + scale.boxes(scale.polls());
    }

    /// Whether a bare Jetty can do the same.
    public static boolean hasReference(Work<NmsTarget> work) {
        return goals().stream()
                .anyMatch(goal ->
                        goal.work().equals(work.id()) && goal.reference().equals(BareServer.NAME));
    }

    /// A bare Jetty beside a Satchel: it answers what that answers to the first object of an account of its own.
    public static NmsTarget reference(NmsTarget satchel, Path folder, Texts texts)
            throws IOException, InterruptedException {
        var number = REFERENCE_NUMBER;
        var answers = SampleAnswers.of(satchel, REFERENCE_ACCOUNT, new NmsObjects(texts), number);
        var bare = new BareServer(folder, satchel.accounts(), answers.get(), answers.post());
        return new NmsTarget(bare.http(), satchel.figures(), satchel.accounts(), bare, number);
    }

    public static List<Work<NmsTarget>> all(Duration slice, NmsScale scale, Texts texts, Webhook webhook) {
        var objects = new NmsObjects(texts);
        var numbers = new AtomicLong();
        var load = new RequestWork.Load(CALLERS, WARM, slice);
        var pages = new PagedBox(objects, numbers, scale.paged(), slice);
        return List.of(
                new RequestWork(RequestWork.Kind.POST, "durable POST of 1 KB, 16 connections", objects, load, numbers),
                new RequestWork(RequestWork.Kind.GET, "GET of an object, 16 connections", objects, load, numbers),
                new RequestWork(RequestWork.Kind.SEARCH, "search, page of 50, 16 connections", objects, load, numbers),
                new PageWork("page", "first page of 100 of %,d".formatted(scale.paged()), pages, FIRST),
                new PageWork("page-middle", "page of 100 in the middle of %,d".formatted(scale.paged()), pages, MIDDLE),
                new PageWork("page-date", "newest 100 of %,d by date".formatted(scale.paged()), pages, NEWEST),
                // Before the news, whose last polls the server takes for waiting until their time is up.
                new WaitingPollsWork(scale, objects, numbers),
                new NewsWork(scale, new Messages(texts), slice, webhook));
    }

    /// What they should reach, on any machine.
    public static List<Goal> goals() {
        return List.of(
                Goal.ratio("get", BareServer.NAME, GET_RATIO),
                Goal.ratio("post", BareServer.NAME, POST_RATIO),
                Goal.atMost("page", PAGE_MILLIS_MAX),
                Goal.atMost("page-middle", PAGE_MILLIS_MAX),
                Goal.atMost("page-date", PAGE_MILLIS_MAX),
                Goal.atMost("news", NEWS_MILLIS_MAX),
                Goal.atMost("waiting-polls", POLL_KIB_MAX));
    }
}
