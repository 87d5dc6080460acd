package io.streamproof.verification.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A walk over so many things in which each ordered pair of them, those of a thing with itself
 * included, stands next to each other exactly once: an Eulerian circuit of the complete digraph
 * with loops, found by Hierholzer's algorithm.
 */
final class Circuit {
  private Circuit() {}

  /** The numbers of the things, from 0, in the order of the walk; the last is the first. */
  static List<Integer> of(int things, Random random) {
    List<Deque<Integer>> untrodden = new ArrayList<>();
    for (int thing = 0; thing < things; thing++) {
      List<Integer> next = new ArrayList<>(IntStream.range(0, things).boxed().toList());
      Collections.shuffle(next, random);
      untrodden.add(new ArrayDeque<>(next));
    }
    List<Integer> walk = new ArrayList<>();
    Deque<Integer> way = new ArrayDeque<>(List.of(0));
    while (!way.isEmpty()) {
      Integer next = untrodden.get(way.element()).poll();
      if (next == null) {
        walk.add(way.pop());
      } else {
        way.push(next);
      }
    }
    Collections.reverse(walk);
    return walk;
  }
}
