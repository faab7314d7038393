// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A push proxy gateway as its operator describes it.
///
/// @param name by which devices refer to it
/// @param url where submissions are posted; http or https
/// @param credentials for Basic authentication; null = none
public record Gateway(String name, URI url, @Nullable Credentials credentials, Wire wire, GatewayLimits limits) {
    /// Octets of a text body that fit into one SMS: 140, less 7 for the port, 10 for type, application id, length
    /// and version as the gateway encodes them, and 3 for the User-Agent that it copies.
    public static final int BODY_BYTES_MAX = 120;

    public Gateway {
        var scheme = url.getScheme();
        if (url.getHost() == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            throw new IllegalArgumentException("gateway '" + name + "' has no http or https url: " + url);
        }
    }

    /// What this gateway can do that not every gateway can.
    ///
    /// @param replaces takes a push in the place of an earlier one that is still on its way
    /// @param cancels takes a push back
    /// @param tells says how far a push has come when it is asked
    /// @param receipts where it says by itself what became of a push; null = it is not asked to
    public record Abilities(
            boolean replaces,
            boolean cancels,
            boolean tells,
            @Nullable Receipts receipts) {
        public static final Abilities NONE = new Abilities(false, false, false, null);
    }

    /// What the gateway asks for before it lets us in.
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials[" + user + "]";
        }
    }

    /// How pushes are written for this gateway.
    ///
    /// @param newest version tried first; an older one is taken when the gateway says so
    /// @param pushIdHost domain of this store, right of the `@` in a push-id
    /// @param template body of a push; `{box}` and `{modseq}` are filled in
    /// @param abilities what may be asked of it beside taking pushes
    public record Wire(
            PapVersion newest,
            ApplicationIdForm applicationId,
            String pushIdHost,
            String template,
            Abilities abilities) {
        public static final String TEMPLATE = "1;{box};{modseq}";

        public Wire {
            if (!template.chars().allMatch(c -> c >= ' ' && c < 0x7f) || template.startsWith("--")) {
                throw new IllegalArgumentException("push template is not one line of ASCII: '" + template + "'");
            }
            if (!pushIdHost.matches("[A-Za-z0-9.-]{1,100}")) {
                throw new IllegalArgumentException("not a domain: '" + pushIdHost + "'");
            }
        }

        public Wire(PapVersion newest, ApplicationIdForm applicationId, String pushIdHost, String template) {
            this(newest, applicationId, pushIdHost, template, Abilities.NONE);
        }

        public static Wire of(String pushIdHost) {
            return new Wire(PapVersion.V2_1, ApplicationIdForm.URN, pushIdHost, TEMPLATE);
        }
    }
}
