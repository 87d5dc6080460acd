package io.streamproof.verification.fault;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** Lets nobody have what another has. All of what one needs is taken at once: no deadlock. */
final class Turns {
  private final Set<String> taken = new HashSet<>();

  synchronized void take(Set<String> wanted) throws InterruptedException {
    while (!Collections.disjoint(taken, wanted)) {
      wait();
    }
    taken.addAll(wanted);
  }

  synchronized void leave(Set<String> had) {
    taken.removeAll(had);
    notifyAll();
  }
}
