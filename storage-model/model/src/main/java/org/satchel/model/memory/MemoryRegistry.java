// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;

/// Small facts in a sorted map. Writes come one at a time; reads need not wait for them.
final class MemoryRegistry implements Registry {
    private final ConcurrentSkipListMap<String, byte[]> values = new ConcurrentSkipListMap<>();

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(values.get(key)).map(byte[]::clone);
    }

    @Override
    public synchronized void put(String key, byte[] value) {
        values.put(key, fitting(key, value));
    }

    @Override
    public synchronized void remove(String key) {
        values.remove(key);
    }

    @Override
    public synchronized boolean replace(String key, byte @Nullable [] expected, byte @Nullable [] value) {
        var fresh = value == null ? null : fitting(key, value);
        if (!Arrays.equals(values.get(key), expected)) {
            return false;
        }
        if (fresh == null) {
            values.remove(key);
        } else {
            values.put(key, fresh);
        }
        return true;
    }

    @Override
    public List<Map.Entry<String, byte[]>> scan(String prefix, String after, int limit) {
        var found = new ArrayList<Map.Entry<String, byte[]>>();
        var from = after.compareTo(prefix) < 0 ? values.tailMap(prefix, true) : values.tailMap(after, false);
        for (var entry : from.entrySet()) {
            if (found.size() == limit || !entry.getKey().startsWith(prefix)) {
                break;
            }
            found.add(Map.entry(entry.getKey(), entry.getValue().clone()));
        }
        return found;
    }

    private static byte[] fitting(String key, byte[] value) {
        if (value.length > VALUE_BYTES_MAX) {
            throw new StoreFailure.TooLarge("registry value of " + value.length + " bytes: " + key);
        }
        return value.clone();
    }
}
