// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.http;

import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Leads from the URLs that some clients use for channels and subscriptions to the usual ones.
// OMA NMS §2.1: /pubsub/oma_b/nms/v1/{box}/subscriptions without store name, /pubsub/oma_b/notificationchannel/…
public final class SecondMount extends Handler.Wrapper {
    private static final String PREFIX = "/pubsub/oma_b";
    private static final Pattern CHANNELS = Pattern.compile("/notificationchannel/v1/[^/?]+/channels([/?].*)?");
    private static final Pattern SUBSCRIPTIONS = Pattern.compile("/nms/v1(/[^/?]+/subscriptions([/?].*)?)");

    private final String store;

    /// @param store path of the store, without trailing slash: `/nms/v1/base`
    public SecondMount(Handler inside, String store) {
        super(inside);
        this.store = store;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var asked = request.getHttpURI().getPathQuery();
        if (asked == null || !asked.startsWith(PREFIX + "/")) {
            return super.handle(request, response, callback);
        }
        var usual = usual(asked.substring(PREFIX.length()));
        if (usual.isEmpty()) {
            return false;
        }
        var uri = HttpURI.build(request.getHttpURI(), usual).asImmutable();
        return super.handle(Request.serveAs(request, uri), response, callback);
    }

    /// @return empty for what is not mounted here
    private String usual(String asked) {
        if (CHANNELS.matcher(asked).matches()) {
            return asked;
        }
        var subscriptions = SUBSCRIPTIONS.matcher(asked);
        return subscriptions.matches() ? store + subscriptions.group(1) : "";
    }

    /// The other way of reaching what has a usual one.
    ///
    /// @param usual path, with names in braces for what varies
    /// @param store path of the store, without trailing slash
    /// @return empty for what is not mounted here
    public static Optional<String> mounted(String usual, String store) {
        if (CHANNELS.matcher(usual).matches()) {
            return Optional.of(PREFIX + usual);
        }
        var without = usual.startsWith(store + "/") ? "/nms/v1" + usual.substring(store.length()) : "";
        return SUBSCRIPTIONS.matcher(without).matches() ? Optional.of(PREFIX + without) : Optional.empty();
    }
}
