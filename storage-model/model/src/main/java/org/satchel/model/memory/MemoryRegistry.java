// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;

/// Small facts in a sorted map.
final class MemoryRegistry implements Registry {
    private final ConcurrentSkipListMap<String, byte[]> values = new ConcurrentSkipListMap<>();

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(values.get(key)).map(byte[]::clone);
    }

    @Override
    public void put(String key, byte[] value) {
        if (value.length > VALUE_BYTES_MAX) {
            throw new StoreFailure.TooLarge("registry value of " + value.length + " bytes: " + key);
        }
        values.put(key, value.clone());
    }

    @Override
    public void remove(String key) {
        values.remove(key);
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
}
