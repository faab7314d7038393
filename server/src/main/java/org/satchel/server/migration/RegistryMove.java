// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.migration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.satchel.model.Registry;
import org.satchel.model.transfer.StoreImage;
import org.satchel.server.storage.MovedMark;

/// Keeps the registry of the target like that of the source: subscriptions and how far they are, channels, the secret
/// that marks are signed with. What servers say to each other, and accounts, which move by themselves, are left out.
///
/// Remembers a hash of each entry, so that a round costs one reading of the source.
final class RegistryMove {
    private static final int PAGE = 1_000;
    private static final List<String> LEFT_OUT =
            List.of("nodes/", "notes/", "recorder/probe", "account/", MovedMark.PREFIX, "store/move-");

    private final Registry target;
    private final int writesAtOnce;
    private final Map<String, Integer> known = new HashMap<>();

    RegistryMove(StoreImage targetImage, Registry target, MigrationLimits limits) {
        this.target = target;
        this.writesAtOnce = limits.registryWritesAtOnce();
        walk(targetImage, (key, value) -> known.put(key, Arrays.hashCode(value)));
    }

    /// What is done with each entry.
    private interface Visit {
        void entry(String key, byte[] value);
    }

    /// @return entries that were changed
    int run(StoreImage source) throws InterruptedException {
        var gone = new HashSet<>(known.keySet());
        var writes = new ArrayList<Runnable>();
        walk(source, (key, value) -> {
            gone.remove(key);
            int hash = Arrays.hashCode(value);
            var before = known.put(key, hash);
            if (before == null || before != hash) {
                writes.add(() -> target.put(key, value));
            }
        });
        for (var key : gone) {
            known.remove(key);
            writes.add(() -> target.remove(key));
        }
        Parallel.run(writes, writesAtOnce);
        return writes.size();
    }

    /// Compares all, byte by byte.
    ///
    /// @return keys that differ
    List<String> differences(StoreImage source, StoreImage targetImage) {
        var here = new HashMap<String, byte[]>();
        walk(targetImage, here::put);
        var found = new ArrayList<String>();
        walk(source, (key, value) -> {
            if (!Arrays.equals(value, here.remove(key))) {
                found.add(key);
            }
        });
        found.addAll(here.keySet());
        return found;
    }

    private static void walk(StoreImage image, Visit visit) {
        var last = "";
        while (true) {
            var page = image.registry(last, PAGE);
            for (var entry : page) {
                if (LEFT_OUT.stream().noneMatch(entry.getKey()::startsWith)) {
                    visit.entry(entry.getKey(), entry.getValue());
                }
            }
            if (page.isEmpty()) {
                return;
            }
            last = page.getLast().getKey();
        }
    }
}
