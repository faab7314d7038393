// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A sorted map as an immutable value: an AVL tree whose changed copies share all but one path.
final class SortedTree<K extends Comparable<K>, V> {
    private final @Nullable Node<K, V> root;
    private final int size;

    private SortedTree(@Nullable Node<K, V> root, int size) {
        this.root = root;
        this.size = size;
    }

    static <K extends Comparable<K>, V> SortedTree<K, V> empty() {
        return new SortedTree<>(null, 0);
    }

    int size() {
        return size;
    }

    int height() {
        return height(root);
    }

    @Nullable
    V get(K key) {
        var node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    SortedTree<K, V> with(K key, V value) {
        return new SortedTree<>(put(root, key, value), get(key) == null ? size + 1 : size);
    }

    SortedTree<K, V> without(K key) {
        return get(key) == null ? this : new SortedTree<>(removed(root, key), size - 1);
    }

    /// Values in key order.
    List<V> values() {
        var values = new ArrayList<V>(size);
        walk(root, key -> false, (key, value) -> values.add(value));
        return values;
    }

    List<K> keys() {
        var keys = new ArrayList<K>(size);
        walk(root, key -> false, (key, value) -> keys.add(key));
        return keys;
    }

    /// Walks in key order over the keys that are not `before`, until `action` answers false.
    void walk(Predicate<K> before, BiPredicate<K, V> action) {
        walk(root, before, action);
    }

    private static <K, V> boolean walk(@Nullable Node<K, V> node, Predicate<K> before, BiPredicate<K, V> action) {
        if (node == null) {
            return true;
        }
        if (before.test(node.key)) {
            return walk(node.right, before, action);
        }
        return walk(node.left, before, action) && action.test(node.key, node.value) && walk(node.right, before, action);
    }

    private static <K extends Comparable<K>, V> Node<K, V> put(@Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return new Node<>(key, value, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return new Node<>(key, value, node.left, node.right);
        }
        return order < 0
                ? balanced(node, put(node.left, key, value), node.right)
                : balanced(node, node.left, put(node.right, key, value));
    }

    private static <K extends Comparable<K>, V> @Nullable Node<K, V> removed(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order < 0) {
            return balanced(node, removed(node.left, key), node.right);
        }
        if (order > 0) {
            return balanced(node, node.left, removed(node.right, key));
        }
        if (node.left == null) {
            return node.right;
        }
        if (node.right == null) {
            return node.left;
        }
        var successor = first(node.right);
        return balanced(successor, node.left, removed(node.right, successor.key));
    }

    private static <K, V> Node<K, V> first(Node<K, V> node) {
        var first = node;
        while (first.left != null) {
            first = first.left;
        }
        return first;
    }

    /// A node with the key and value of `middle` over two trees whose heights differ by two at most.
    private static <K, V> Node<K, V> balanced(
            Node<K, V> middle, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        int lean = height(left) - height(right);
        if (left != null && lean > 1) {
            if (left.right != null && height(left.left) < height(left.right)) {
                var top = left.right;
                return over(top, over(left, left.left, top.left), over(middle, top.right, right));
            }
            return over(left, left.left, over(middle, left.right, right));
        }
        if (right != null && lean < -1) {
            if (right.left != null && height(right.right) < height(right.left)) {
                var top = right.left;
                return over(top, over(middle, left, top.left), over(right, top.right, right.right));
            }
            return over(right, over(middle, left, right.left), right.right);
        }
        return over(middle, left, right);
    }

    private static <K, V> Node<K, V> over(Node<K, V> middle, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        return new Node<>(middle.key, middle.value, left, right);
    }

    private static int height(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.height;
    }

    private static final class Node<K, V> {
        final K key;
        final V value;
        final @Nullable Node<K, V> left;
        final @Nullable Node<K, V> right;
        final int height;

        Node(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
            this.key = key;
            this.value = value;
            this.left = left;
            this.right = right;
            this.height = 1 + Math.max(height(left), height(right));
        }
    }
}
