// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.nodes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;

/// A registry that other nodes share, over a network that fails when the test says so.
public final class Unsteady implements Registry {
    public final AtomicInteger writes = new AtomicInteger();
    /// Writes do not arrive.
    public volatile boolean refusing;
    /// Writes arrive, but their answers do not.
    public volatile boolean forgetful;

    private final Registry registry;

    public Unsteady(Registry registry) {
        this.registry = registry;
    }

    @Override
    public Optional<byte[]> get(String key) {
        return registry.get(key);
    }

    @Override
    public void put(String key, byte[] value) {
        before();
        registry.put(key, value);
        after();
    }

    @Override
    public void remove(String key) {
        before();
        registry.remove(key);
        after();
    }

    @Override
    public boolean replace(String key, byte @Nullable [] expected, byte @Nullable [] value) {
        before();
        boolean replaced = registry.replace(key, expected, value);
        after();
        return replaced;
    }

    @Override
    public List<Map.Entry<String, byte[]>> scan(String prefix, String after, int limit) {
        return registry.scan(prefix, after, limit);
    }

    private void before() {
        writes.incrementAndGet();
        if (refusing) {
            throw new StoreFailure.Unavailable("the request is lost");
        }
    }

    private void after() {
        if (forgetful) {
            throw new StoreFailure.Unavailable("the answer is lost");
        }
    }
}
