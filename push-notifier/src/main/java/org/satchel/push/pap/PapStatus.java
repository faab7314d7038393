// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

/// What a code in an answer of a gateway means, and what is done about it.
// WAP-PAP §9.14 (status codes)
public enum PapStatus {
    OK(1000, Action.DONE),
    ACCEPTED(1001, Action.DONE),
    BAD_REQUEST(2000, Action.DROP),
    FORBIDDEN(2001, Action.DROP),
    ADDRESS_ERROR(2002, Action.BLAME_ADDRESS),
    ADDRESS_NOT_FOUND(2003, Action.BLAME_ADDRESS),
    PUSH_ID_NOT_FOUND(2004, Action.DROP),
    CAPABILITIES_MISMATCH(2005, Action.DROP),
    REQUIRED_CAPABILITIES_NOT_SUPPORTED(2006, Action.DROP),
    /// The gateway has it already: the answer to the first submission was lost.
    DUPLICATE_PUSH_ID(2007, Action.DONE),
    CANCELLATION_NOT_POSSIBLE(2008, Action.DROP),
    INTERNAL_SERVER_ERROR(3000, Action.RETRY),
    NOT_IMPLEMENTED(3001, Action.SIMPLIFY),
    VERSION_NOT_SUPPORTED(3002, Action.OLDER_VERSION),
    NOT_POSSIBLE(3003, Action.DROP),
    CAPABILITY_MATCHING_NOT_SUPPORTED(3004, Action.DROP),
    /// Cannot be our fault: a push has one address.
    MULTIPLE_ADDRESSES_NOT_SUPPORTED(3005, Action.DROP),
    TRANSFORMATION_FAILURE(3006, Action.DROP),
    DELIVERY_METHOD_NOT_POSSIBLE(3007, Action.SIMPLIFY),
    CAPABILITIES_NOT_AVAILABLE(3008, Action.DROP),
    REQUIRED_NETWORK_NOT_AVAILABLE(3009, Action.DROP),
    REQUIRED_BEARER_NOT_AVAILABLE(3010, Action.DROP),
    REPLACEMENT_NOT_SUPPORTED(3011, Action.DROP),
    SERVICE_FAILURE(4000, Action.RETRY),
    SERVICE_UNAVAILABLE(4001, Action.RETRY),
    /// 5000 to 5999: the device aborted, for the reason in the last three digits.
    CLIENT_ABORTED(5000, Action.DROP),
    /// The device had no resources: abort reason 0xED of the over-the-air protocol.
    CLIENT_OUT_OF_RESOURCES(5237, Action.RETRY),
    /// A success that the table does not name.
    OTHER_SUCCESS(1999, Action.DONE),
    /// A refusal that the table does not name.
    OTHER_REFUSAL(2999, Action.DROP),
    /// Trouble of the service that the table does not name.
    OTHER_TROUBLE(4999, Action.RETRY);

    private final int code;
    private final Action action;

    PapStatus(int code, Action action) {
        this.code = code;
        this.action = action;
    }

    public static PapStatus of(int code) {
        for (var status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        return switch (code / 1000) {
            case 1 -> OTHER_SUCCESS;
            case 4 -> OTHER_TROUBLE;
            case 5 -> CLIENT_ABORTED;
            default -> OTHER_REFUSAL;
        };
    }

    int code() {
        return code;
    }

    public Action action() {
        return action;
    }

    /// What is done about an answer.
    public enum Action {
        DONE,
        /// The same push again, later.
        RETRY,
        /// The same push again, at once, without what is optional.
        SIMPLIFY,
        /// The same push again, at once, in an older version of the protocol.
        OLDER_VERSION,
        /// Give the push up, and after several the device.
        BLAME_ADDRESS,
        /// Give the push up.
        DROP
    }
}
