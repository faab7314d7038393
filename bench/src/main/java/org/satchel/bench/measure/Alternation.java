// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Measures peers in turns: A B, B A, A B …, so that whatever else the machine does meets all of them alike.
public final class Alternation<P> {
    private final Function<P, String> name;
    private final int rounds;
    private final Progress progress;

    /// @param rounds counted ones, at least 1
    public Alternation(Function<P, String> name, int rounds, Progress progress) {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds: " + rounds);
        }
        this.name = name;
        this.rounds = rounds;
        this.progress = progress;
    }

    /// How often [Progress#step] will be called for a work with so many peers.
    public int steps(Work<P> work, int peers) {
        return (rounds + work.warmups()) * peers;
    }

    /// Runs all rounds of one work. A peer that fails is out; the others go on.
    public List<Outcome> run(Work<P> work, List<P> peers) throws InterruptedException {
        var outcomes = new ArrayList<Outcome>();
        var samples = new LinkedHashMap<P, List<Sample>>();
        for (var peer : peers) {
            var obstacle = work.obstacle(peer);
            if (obstacle.isPresent()) {
                outcomes.add(new Outcome.Skipped(work.id(), name.apply(peer), obstacle.get()));
            } else {
                samples.put(peer, new ArrayList<>());
            }
        }
        attempt(work, samples, outcomes, work::prepare);
        for (int round = 0; round < rounds + work.warmups(); round++) {
            run(work, round, samples, outcomes);
        }
        attempt(work, samples, outcomes, work::verify);
        samples.forEach((peer, taken) -> outcomes.add(new Outcome.Measured(Figure.of(work, name.apply(peer), taken))));
        return outcomes;
    }

    private void run(Work<P> work, int round, Map<P, List<Sample>> samples, List<Outcome> outcomes)
            throws InterruptedException {
        var order = new ArrayList<>(samples.keySet());
        for (var peer : round % 2 == 0 ? order : order.reversed()) {
            progress.step(work.id() + " · " + name.apply(peer));
            try {
                var sample = work.run(peer, round);
                var taken = samples.get(peer);
                if (taken != null && round >= work.warmups()) {
                    taken.add(sample);
                }
            } catch (IOException | RuntimeException failure) {
                samples.remove(peer);
                outcomes.add(failed(work, peer, failure));
            }
        }
    }

    private void attempt(Work<P> work, Map<P, List<Sample>> samples, List<Outcome> outcomes, Step<P> step)
            throws InterruptedException {
        for (var peer : List.copyOf(samples.keySet())) {
            try {
                step.with(peer);
            } catch (IOException | RuntimeException failure) {
                samples.remove(peer);
                outcomes.add(failed(work, peer, failure));
            }
        }
    }

    private Outcome failed(Work<P> work, P peer, Exception failure) {
        var reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        progress.say(work.id() + " on " + name.apply(peer) + " failed: " + reason);
        return new Outcome.Failed(work.id(), name.apply(peer), reason);
    }

    private interface Step<P> {
        void with(P peer) throws IOException, InterruptedException;
    }
}
