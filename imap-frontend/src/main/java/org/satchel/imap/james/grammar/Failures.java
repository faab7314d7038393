// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.grammar;

import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.satchel.model.StoreFailure;

/// What IMAP says to each failure of the store.
// RFC 5530, CPM-MSG §14
public final class Failures {
    private Failures() {}

    public static String code(StoreFailure failure) {
        return switch (failure) {
            case StoreFailure.NotFound _ -> "NONEXISTENT";
            case StoreFailure.AlreadyExists _ -> "ALREADYEXISTS";
            case StoreFailure.OverQuota _ -> "OVERQUOTA";
            case StoreFailure.TooMany _ -> "LIMIT";
            case StoreFailure.TooLarge _ -> "TOOBIG";
            case StoreFailure.Conflict _, StoreFailure.Fixed _ -> "CANNOT";
            case StoreFailure.NotPermitted _ -> "NOPERM";
            case StoreFailure.Unavailable _ -> "UNAVAILABLE";
        };
    }

    public static String text(StoreFailure failure) {
        return switch (failure) {
            case StoreFailure.NotFound _ -> "failed. No such mailbox.";
            case StoreFailure.AlreadyExists _ -> "failed. Mailbox already exists.";
            case StoreFailure.OverQuota _ -> "failed. Over quota.";
            case StoreFailure.TooMany _ -> "failed. Too many.";
            case StoreFailure.TooLarge _ -> "failed. Too large.";
            case StoreFailure.Conflict _, StoreFailure.Fixed _ -> "failed. Not possible.";
            case StoreFailure.NotPermitted _ -> "failed. Not permitted.";
            case StoreFailure.Unavailable _ -> "failed. Not available now, try again later.";
        };
    }

    /// For James's own processors, which know these.
    public static MailboxException asMailboxException(StoreFailure failure) {
        return switch (failure) {
            case StoreFailure.NotFound _ -> new MailboxNotFoundException(failure.getMessage());
            case StoreFailure.AlreadyExists _ -> new MailboxExistsException(failure.getMessage());
            case StoreFailure.OverQuota _, StoreFailure.TooLarge _ ->
                new OverQuotaException(failure.getMessage(), null, null);
            case StoreFailure.NotPermitted _ -> new InsufficientRightsException(failure.getMessage());
            case StoreFailure.Conflict _, StoreFailure.Unavailable _ -> new MailboxException(failure.getMessage());
        };
    }
}
