// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.satchel.imap.Login;

/// SCRAM-SHA-256, with and without proof that both talk over the same TLS line.
// RFC 5802, RFC 7677
public final class Scram implements Mechanism {
    private static final String PLAIN_NAME = "SCRAM-SHA-256";
    private static final int NONCE_CHARACTERS_MAX = 256;

    private final ScramBook book;
    private final Login login;
    private final Supplier<String> nonces;
    private final boolean bound;

    /// @param nonces printable, without a comma, never the same twice
    /// @param bound whether it is the -PLUS form
    private Scram(ScramBook book, Login login, Supplier<String> nonces, boolean bound) {
        this.book = book;
        this.login = login;
        this.nonces = nonces;
        this.bound = bound;
    }

    public static Scram unbound(ScramBook book, Login login, Supplier<String> nonces) {
        return new Scram(book, login, nonces, false);
    }

    public static Scram bound(ScramBook book, Login login, Supplier<String> nonces) {
        return new Scram(book, login, nonces, true);
    }

    @Override
    public String name() {
        return bound ? PLAIN_NAME + "-PLUS" : PLAIN_NAME;
    }

    @Override
    public boolean isPossible(Line line) {
        return !bound || isBindable(line);
    }

    @Override
    public Exchange begin(Line line) {
        return new Talk(line);
    }

    private static boolean isBindable(Line line) {
        return line.binding("tls-exporter").isPresent()
                || line.binding("tls-server-end-point").isPresent();
    }

    /// What the client says first: `n,a=other,n=user,r=nonce`.
    ///
    /// @param header all before the bare message, which the client repeats
    /// @param bindingKind empty = none
    private record First(String header, String bindingKind, String other, String user, String nonce, String bare) {
        /// @return empty when it is not well-formed
        static Optional<First> parse(String message) {
            var parts = message.split(",", 3);
            if (parts.length < 3 || !(parts[1].isEmpty() || parts[1].startsWith("a="))) {
                return Optional.empty();
            }
            var kind = parts[0].startsWith("p=") ? parts[0].substring(2) : "";
            boolean flagged = !kind.isEmpty() || parts[0].equals("n") || parts[0].equals("y");
            var bare = parts[2].split(",", -1);
            // "m=" in front is an extension that must be understood
            boolean fit = flagged && bare.length >= 2 && bare[0].startsWith("n=") && bare[1].startsWith("r=");
            if (!fit) {
                return Optional.empty();
            }
            var user = name(bare[0].substring(2));
            var other = parts[1].isEmpty() ? Optional.of("") : name(parts[1].substring(2));
            var nonce = bare[1].substring(2);
            boolean legal = !nonce.isEmpty()
                    && nonce.length() <= NONCE_CHARACTERS_MAX
                    && nonce.chars().allMatch(c -> c > ' ' && c < 0x7f);
            if (!legal || user.isEmpty() || user.get().isEmpty() || other.isEmpty()) {
                return Optional.empty();
            }
            var header = parts[0] + "," + parts[1] + ",";
            return Optional.of(new First(header, kind, other.get(), user.get(), nonce, parts[2]));
        }

        // RFC 5802 §5.1
        private static Optional<String> name(String escaped) {
            var bare = escaped.replace("=2C", "").replace("=3D", "");
            return bare.contains("=")
                    ? Optional.empty()
                    : Optional.of(escaped.replace("=2C", ",").replace("=3D", "="));
        }
    }

    /// One client's attempt.
    private final class Talk implements Exchange {
        private final Line line;
        private Exchange state = this::first;

        Talk(Line line) {
            this.line = line;
        }

        @Override
        public Step next(String answer) {
            return state.next(answer);
        }

        private Step first(String answer) {
            var first = First.parse(answer);
            if (first.isEmpty() || !fits(first.get())) {
                return Step.wrong();
            }
            var entry = book.find(first.get().user());
            var nonce = first.get().nonce() + nonces.get();
            var challenge = "r=" + nonce + ",s=" + entry.keys().salt() + ",i="
                    + entry.keys().iterations();
            state = proof -> proof(first.get(), entry, nonce, challenge, proof);
            return new Step.Challenge(challenge);
        }

        /// A client that could bind but was told by somebody that we cannot is cut: we can. RFC 5802 §6
        private boolean fits(First first) {
            if (bound) {
                return line.binding(first.bindingKind()).isPresent();
            }
            return first.bindingKind().isEmpty() && !(first.header().startsWith("y") && isBindable(line));
        }

        private Step proof(First first, ScramBook.Entry entry, String nonce, String challenge, String answer) {
            int proofAt = answer.lastIndexOf(",p=");
            var parts = answer.split(",", 3);
            if (proofAt < 0 || parts.length < 3 || !parts[1].equals("r=" + nonce) || !repeats(parts[0], first)) {
                return new Step.Claim(first.user(), Step::wrong);
            }
            var message = first.bare() + "," + challenge + "," + answer.substring(0, proofAt);
            var proof = answer.substring(proofAt + 3);
            return new Step.Claim(first.user(), () -> decide(first, entry, message, proof));
        }

        /// Whether the client saw the line and the header that we see.
        private boolean repeats(String part, First first) {
            if (!part.startsWith("c=")) {
                return false;
            }
            var binding = bound ? line.binding(first.bindingKind()).orElseThrow() : new byte[0];
            var header = first.header().getBytes(StandardCharsets.UTF_8);
            var expected = new byte[header.length + binding.length];
            System.arraycopy(header, 0, expected, 0, header.length);
            System.arraycopy(binding, 0, expected, header.length, binding.length);
            return ScramProof.isEqual(Base64.getEncoder().encodeToString(expected), part.substring(2));
        }

        private Step decide(First first, ScramBook.Entry entry, String message, String proof) {
            if (!ScramProof.isRight(entry.keys(), message, proof)) {
                return Step.wrong();
            }
            var decided = Step.authorized(entry.account().get(), first.other(), login);
            if (decided instanceof Step.Refused) {
                return decided;
            }
            state = _ -> decided;
            return new Step.Challenge("v=" + ScramProof.signature(entry.keys(), message));
        }
    }
}
