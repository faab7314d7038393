// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import java.util.Optional;

/// A version of the Push Access Protocol, as its document type names it.
public enum PapVersion {
    V1_0("-//WAPFORUM//DTD PAP 1.0//EN", "http://www.wapforum.org/DTD/pap_1.0.dtd"),
    V2_0("-//WAPFORUM//DTD PAP 2.0//EN", "http://www.wapforum.org/DTD/pap_2.0.dtd"),
    V2_1("-//WAPFORUM//DTD PAP 2.1//EN", "http://www.openmobilealliance.org/tech/DTD/pap_2.1.dtd");

    private final String publicId;
    private final String systemId;

    PapVersion(String publicId, String systemId) {
        this.publicId = publicId;
        this.systemId = systemId;
    }

    String docType() {
        return "<!DOCTYPE pap PUBLIC \"" + publicId + "\" \"" + systemId + "\">";
    }

    Optional<PapVersion> older() {
        return switch (this) {
            case V2_1 -> Optional.of(V2_0);
            case V2_0 -> Optional.of(V1_0);
            case V1_0 -> Optional.empty();
        };
    }
}
