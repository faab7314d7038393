// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.mailbox;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.james.mailbox.exception.AnnotationException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxAnnotation;
import org.apache.james.mailbox.model.MailboxAnnotationKey;
import org.reactivestreams.Publisher;
import org.satchel.imap.james.grammar.Failures;
import org.satchel.model.BoxTransaction;
import org.satchel.model.FolderId;
import org.satchel.model.StoreFailure;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;

/// The model's annotations as James's: `/private` entries are the session's own, `/shared` are everybody's.
// RFC 5464
final class FolderAnnotations {
    Publisher<MailboxAnnotation> read(Owner owner, Supplier<FolderId> folder, Predicate<MailboxAnnotationKey> wanted) {
        return Flux.defer(() -> Flux.fromIterable(list(owner, folder, wanted)));
    }

    List<MailboxAnnotation> write(
            Owner owner, Function<BoxTransaction, FolderId> folder, List<MailboxAnnotation> values)
            throws MailboxException {
        try {
            owner.box().write(owner.actor(), tx -> {
                var id = folder.apply(tx);
                for (var value : values) {
                    var entry = value.getKey().asString();
                    tx.annotate(
                            id, entry, principal(entry, owner), value.getValue().orElse(null));
                }
            });
            return values;
        } catch (StoreFailure.TooLarge much) {
            // one refusal for two limits: the store's words tell them apart
            boolean many = much.getMessage() != null && much.getMessage().endsWith("annotations");
            throw new AnnotationException(many ? "too many annotations." : "annotation too big.");
        } catch (StoreFailure refused) {
            owner.failed(refused);
            throw Failures.asMailboxException(refused);
        }
    }

    private static List<MailboxAnnotation> list(
            Owner owner, Supplier<FolderId> folder, Predicate<MailboxAnnotationKey> wanted) {
        try {
            return Mailboxes.on(
                    owner,
                    () -> owner.box().view().annotations(Optional.of(folder.get())).stream()
                            .filter(annotation -> annotation.principal().equals(principal(annotation.entry(), owner)))
                            .map(annotation -> MailboxAnnotation.newInstance(
                                    new MailboxAnnotationKey(annotation.entry()), annotation.value()))
                            .filter(annotation -> wanted.test(annotation.getKey()))
                            .sorted(Comparator.comparing(
                                    annotation -> annotation.getKey().asString()))
                            .toList());
        } catch (MailboxException refused) {
            throw Exceptions.propagate(refused);
        }
    }

    private static String principal(String entry, Owner owner) {
        return entry.toLowerCase(Locale.ROOT).startsWith("/private")
                ? owner.actor().principal()
                : "";
    }
}
