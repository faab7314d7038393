// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.satchel.model.BoxId;
import org.satchel.model.StoreFailure;
import org.satchel.nms.box.Urls;
import org.satchel.nms.box.Visit;
import org.satchel.nms.http.Answers;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.BoxNames;
import org.satchel.nms.settings.Caller;

/// Lets in who renews a channel and shows no credentials: nobody can guess its id. Whoever shows some, or wants
/// anything else, is not handled here.
// OMA NMS §3.4, §13.24
public final class OpenRenewal extends Handler.Abstract {
    private static final Pattern LIFETIME =
            Pattern.compile("/notificationchannel/v1/([^/]+)/channels/([^/]+)/channelLifetime");

    private final Handler inside;
    private final Channels channels;
    private final BoxNames names;
    private final Problems problems;
    private final Answers answers;

    /// @param inside the resources, behind the gate
    public OpenRenewal(Handler inside, Channels channels, BoxNames names, Problems problems, Answers answers) {
        this.inside = inside;
        this.channels = channels;
        this.names = names;
        this.problems = problems;
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var lifetime = LIFETIME.matcher(Request.getPathInContext(request));
        if (!request.getMethod().equals("PUT")
                || request.getHeaders().contains("Authorization")
                || !lifetime.matches()) {
            return false;
        }
        try {
            var owner = owner(lifetime.group(1), lifetime.group(2));
            if (owner.isEmpty()) {
                answers.refuse(response, callback, Refusal.notFound("channel"));
                return true;
            }
            var visit = new Visit(Caller.owner(owner.get()), "renewal");
            return ScopedValue.where(Visit.CURRENT, visit).call(() -> inside.handle(request, response, callback));
        } catch (StoreFailure failure) {
            answers.refuse(response, callback, problems.refusal(failure));
            return true;
        }
    }

    /// The owner of a box, if he made that channel in it.
    private Optional<BoxId> owner(String box, String channel) {
        return names.resolve(Urls.decode(box).replace(' ', '+')).filter(id -> channels.isOf(id, channel));
    }
}
