// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

import org.satchel.imap.Login;

/// PLAIN: for whom, who, password, in one answer.
// RFC 4616 §2
public record Plain(Login login) implements Mechanism {
    @Override
    public String name() {
        return "PLAIN";
    }

    /// Where passwords may not travel nothing is announced at all.
    @Override
    public boolean isPossible(Line line) {
        return true;
    }

    @Override
    public Exchange begin(Line line) {
        return this::decide;
    }

    /// Lenient with clients that leave out the first part with its end.
    private Step decide(String answer) {
        var parts = answer.split("\0", -1);
        if (parts.length < 2 || parts.length > 3) {
            return Step.wrong();
        }
        var other = parts.length == 3 ? parts[0] : "";
        var user = parts[parts.length - 2];
        var password = parts[parts.length - 1];
        if (user.isEmpty()) {
            return Step.wrong();
        }
        return new Step.Claim(user, () -> {
            var who = login.check(user, password);
            return other.isEmpty() || other.equals(user)
                    ? Step.own(who)
                    : who.flatMap(it ->
                                    login.checkFor(other, user, password).<Step>map(box -> new Step.Accepted(it, box)))
                            .orElseGet(Step::wrong);
        });
    }
}
