// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.conversations;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxView;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.model.text.WrittenDate;
import org.satchel.nms.box.Boxes;
import org.satchel.nms.box.Numbers;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.box.Secret;
import org.satchel.nms.box.Urls;
import org.satchel.nms.openapi.Operation;
import org.satchel.nms.openapi.Status;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.ConversationList;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.Root;

/// The conversations of a box, the one with the newest message first.
@Path("nms/v1/{store}/{box}/x-satchel")
public final class ConversationsResource {
    private static final String PURPOSE = "conversations";

    private final Boxes boxes;
    private final Secret secret;
    private final NmsLimits.Pages limits;

    public ConversationsResource(Boxes boxes, Secret secret, NmsLimits.Pages limits) {
        this.boxes = boxes;
        this.secret = secret;
        this.limits = limits;
    }

    @GET
    @Path("conversations")
    @Operation(
            value = "Shows conversations, the one with the newest message first; 204 when there are no more.",
            gives = Root.CONVERSATION_LIST,
            answers = {Status.OK, Status.EMPTY})
    public Response list(
            @PathParam("box") String box,
            @QueryParam("maxEntries") @Nullable String maxEntries,
            @QueryParam("fromCursor") @Nullable String fromCursor) {
        var open = boxes.open(box);
        var view = open.view();
        int room = limits.searchSize(Numbers.of("maxEntries", maxEntries));
        var after = fromCursor == null || fromCursor.isEmpty() ? null : mark(fromCursor);
        var wanted = Conversation.all(open, view).stream()
                .filter(it -> after == null || it.mark().compareTo(after) < 0)
                .sorted(Conversation.NEWEST_FIRST)
                .limit(room + 1L)
                .toList();
        boolean more = wanted.size() > room;
        var shown = new ArrayList<ConversationList.Conversation>();
        for (var conversation : more ? wanted.subList(0, room) : wanted) {
            form(open, view, conversation).ifPresent(shown::add);
        }
        if (shown.isEmpty() && !more) {
            return Response.noContent().build();
        }
        var cursor = more ? mark(wanted.get(room - 1).mark()) : null;
        return Response.ok(new Document("conversationList", new ConversationList(shown, cursor)))
                .build();
    }

    /// @return empty when its last message was removed meanwhile
    private static Optional<ConversationList.Conversation> form(OpenBox open, BoxView view, Conversation conversation) {
        var urls = open.urls();
        var placement = conversation.last().placement();
        try {
            var object = view.object(placement);
            var summary = object.summary();
            var last = new ConversationList.LastMessage(
                    date(conversation, summary),
                    summary.attribute("Direction").orElse(null),
                    summary.attribute("From").orElse(null),
                    summary.attribute("Message-Context")
                            .map(open.profile()::context)
                            .orElse(null),
                    summary.preview().isEmpty() ? null : summary.preview(),
                    urls.object(object.id()));
            return Optional.of(new ConversationList.Conversation(
                    Participants.of(view, conversation, summary),
                    summary.attribute("Subject").orElse(null),
                    conversation.unread(),
                    conversation.messages(),
                    last,
                    conversation.changed().number(),
                    Urls.path(conversation.folder()),
                    urls.folder(conversation.folder().id())));
        } catch (StoreFailure.NotFound removedMeanwhile) {
            return Optional.empty();
        }
    }

    /// As the message says, else when it came.
    private static String date(Conversation conversation, Summary summary) {
        var date = summary.attribute("Date")
                .flatMap(WrittenDate::parse)
                .map(OffsetDateTime::toInstant)
                .orElseGet(() -> conversation.last().entry().received());
        return DateTimeFormatter.ISO_INSTANT.format(date.truncatedTo(ChronoUnit.SECONDS));
    }

    private String mark(Conversation.Mark mark) {
        return secret.mark(PURPOSE, mark.receivedMillis() + " " + mark.object());
    }

    private Conversation.Mark mark(String cursor) {
        var text = secret.read(PURPOSE, cursor).orElseThrow(() -> Refusal.badInput("fromCursor"));
        int blank = text.indexOf(' ');
        return new Conversation.Mark(
                Long.parseLong(text.substring(0, blank)), Long.parseLong(text.substring(blank + 1)));
    }
}
