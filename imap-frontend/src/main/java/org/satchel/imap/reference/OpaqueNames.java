// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.reference;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.url.ImapUrl;
import org.satchel.model.BoxId;
import org.satchel.model.FolderId;
import org.satchel.model.Registry;

/// Names that only this installation can read: which part of which object of which box.
///
/// A name is what it hides, padded and sealed with AES-256-GCM; nothing is remembered for it. The key is made once for
/// all nodes and stays in the registry. A name says where to look, not that one may: that is the token's.
final class OpaqueNames {
    private static final String REGISTRY_KEY = "imap/urlauth/name-key";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /// Names are as long as this or a multiple, so that their length tells little.
    private static final int PADDING_BYTES = 96;

    private static final int FORM = 1;

    private final Registry registry;
    private final SecureRandom random;

    OpaqueNames(Registry registry, SecureRandom random) {
        this.registry = registry;
        this.random = random;
    }

    /// @param folder by its id: a rename does not hurt
    record Hidden(BoxId box, FolderId folder, long uidValidity, ImapUrl.Part part) {}

    String seal(Hidden hidden) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(encode(hidden));
            var name = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, name, nonce.length, sealed.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(name);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM", impossible);
        }
    }

    /// @return empty when this installation did not make it
    Optional<Hidden> open(String name) {
        try {
            var bytes = Base64.getUrlDecoder().decode(name);
            if (bytes.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            var cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, NONCE_BYTES));
            return Optional.of(decode(cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES)));
        } catch (IllegalArgumentException | GeneralSecurityException strange) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private byte[] key() {
        var present = registry.get(REGISTRY_KEY);
        if (present.isPresent()) {
            return present.get();
        }
        var fresh = new byte[KEY_BYTES];
        random.nextBytes(fresh);
        registry.replace(REGISTRY_KEY, null, fresh);
        // another node may have been first
        return registry.get(REGISTRY_KEY).orElseThrow();
    }

    private static byte[] encode(Hidden hidden) {
        var bytes = new ByteArrayOutputStream(PADDING_BYTES);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeUTF(hidden.box().text());
            out.writeLong(hidden.folder().number());
            out.writeLong(hidden.uidValidity());
            out.writeLong(hidden.part().uid());
            var section = hidden.part().section();
            out.writeUTF(section == null ? "" : section);
            var range = hidden.part().range();
            out.writeLong(range == null ? -1 : range.offset());
            out.writeLong(range == null ? 0 : range.length());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        int blocks = (bytes.size() + PADDING_BYTES - 1) / PADDING_BYTES;
        return Arrays.copyOf(bytes.toByteArray(), blocks * PADDING_BYTES);
    }

    private static Hidden decode(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != FORM) {
                throw new IllegalArgumentException("form of an opaque name");
            }
            var box = new BoxId(in.readUTF());
            var folder = new FolderId(in.readLong());
            long uidValidity = in.readLong();
            long uid = in.readLong();
            var section = in.readUTF();
            long offset = in.readLong();
            long length = in.readLong();
            ImapUrl.@Nullable Range range = offset < 0 ? null : new ImapUrl.Range(offset, length);
            return new Hidden(
                    box, folder, uidValidity, new ImapUrl.Part(uid, section.isEmpty() ? null : section, range));
        } catch (IOException malformed) {
            throw new IllegalArgumentException("opaque name", malformed);
        }
    }
}
