// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.mailbox;

import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.Quota;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.reactivestreams.Publisher;
import org.satchel.model.BoxId;
import org.satchel.model.MessageStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// The quota of a box as James's: one root for all folders of an account.
// RFC 9208 §3
public record BoxQuotas(MessageStore store, Mailboxes mailboxes) implements QuotaManager, QuotaRootResolver {
    private static final String PREFIX = "#private&";

    @Override
    public Quotas getQuotas(QuotaRoot root) throws MailboxException {
        var box = store.find(new BoxId(user(root))).orElseThrow(() -> new MailboxException("no such quota root"));
        var view = box.view();
        var limit = view.quota();
        var usage = view.usage();
        var count = limit.objectsMax() == Long.MAX_VALUE
                ? QuotaCountLimit.unlimited()
                : QuotaCountLimit.count(limit.objectsMax());
        var size =
                limit.bytesMax() == Long.MAX_VALUE ? QuotaSizeLimit.unlimited() : QuotaSizeLimit.size(limit.bytesMax());
        return new Quotas(
                Quota.<QuotaCountLimit, QuotaCountUsage>builder()
                        .used(QuotaCountUsage.count(usage.objects()))
                        .computedLimit(count)
                        .build(),
                Quota.<QuotaSizeLimit, QuotaSizeUsage>builder()
                        .used(QuotaSizeUsage.size(usage.bytes()))
                        .computedLimit(size)
                        .build());
    }

    @Override
    public Publisher<Quotas> getQuotasReactive(QuotaRoot root) {
        return Mono.fromCallable(() -> getQuotas(root));
    }

    @Override
    public Quota<QuotaCountLimit, QuotaCountUsage> getMessageQuota(QuotaRoot root) throws MailboxException {
        return getQuotas(root).getMessageQuota();
    }

    @Override
    public Quota<QuotaSizeLimit, QuotaSizeUsage> getStorageQuota(QuotaRoot root) throws MailboxException {
        return getQuotas(root).getStorageQuota();
    }

    @Override
    public QuotaRoot fromString(String text) throws MailboxException {
        if (!text.startsWith(PREFIX) || text.length() == PREFIX.length()) {
            throw new MailboxException("not a quota root: " + text);
        }
        return QuotaRoot.quotaRoot(text, Optional.empty());
    }

    @Override
    public QuotaRoot getQuotaRoot(MailboxPath path) {
        return QuotaRoot.quotaRoot(PREFIX + path.getUser().asString(), Optional.empty());
    }

    @Override
    public Publisher<QuotaRoot> getQuotaRootReactive(MailboxPath path) {
        return Mono.fromCallable(() -> getQuotaRoot(path));
    }

    @Override
    public QuotaRoot getQuotaRoot(MailboxId id) {
        throw new UnsupportedOperationException("getQuotaRoot");
    }

    @Override
    public QuotaRoot getQuotaRoot(Mailbox mailbox) {
        return getQuotaRoot(mailbox.generateAssociatedPath());
    }

    @Override
    public Publisher<QuotaRoot> getQuotaRootReactive(Mailbox mailbox) {
        return getQuotaRootReactive(mailbox.generateAssociatedPath());
    }

    @Override
    public Publisher<QuotaRoot> getQuotaRootReactive(MailboxId id) {
        throw new UnsupportedOperationException("getQuotaRootReactive");
    }

    /// Nobody has folders under the root of somebody else.
    @Override
    public Publisher<Mailbox> retrieveAssociatedMailboxes(QuotaRoot root, MailboxSession session) {
        var owner = (Owner) session;
        if (!user(root).equals(owner.getUser().asString())) {
            return Flux.empty();
        }
        return Flux.fromIterable(owner.box().view().folders()).map(folder -> mailboxes.mailbox(owner, folder));
    }

    @Override
    public Username associatedUsername(QuotaRoot root) {
        return Username.fromLocalPartWithoutDomain(user(root));
    }

    private static String user(QuotaRoot root) {
        return root.getValue().substring(PREFIX.length());
    }
}
