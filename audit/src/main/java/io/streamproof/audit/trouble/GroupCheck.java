package io.streamproof.audit.trouble;

import io.streamproof.audit.catalogue.LedgerIdentity;
import io.streamproof.audit.trouble.GroupMembers.GroupMember;
import io.streamproof.audit.trouble.Trouble.Effect;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices consumers that are in the group of this audit and write to another ledger: each ledger
 * then gets a part of the topics, and no pipeline is ever wholly judged. The consumers of an audit
 * name their ledger in their client ids.
 */
public final class GroupCheck {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCheck.class);
  private static final Pattern LEDGER = Pattern.compile("-ledger-([0-9a-f]{8})-[0-9]+$");

  /** Members that are named; there may be many. */
  private static final int MOST_NAMED = 5;

  private final String group;
  private final LedgerIdentity ledger;
  private final GroupMembers members;
  private final TroubleLog troubles;
  private List<Trouble> known = List.of();

  public GroupCheck(
      String group, LedgerIdentity ledger, GroupMembers members, TroubleLog troubles) {
    this.group = group;
    this.ledger = ledger;
    this.members = members;
    this.troubles = troubles;
  }

  /** The client id of a consumer that writes to a ledger. */
  public static String clientId(String prefix, LedgerIdentity ledger, int number) {
    return "%s-ledger-%s-%s".formatted(prefix, ledger.id(), number);
  }

  /** Checks once. */
  public void step() {
    List<GroupMember> foreign = members.all().stream().filter(this::isForeign).toList();
    List<Trouble> found =
        foreign.isEmpty() ? List.of() : List.of(new Trouble(Effect.HINT, describe(foreign)));
    troubles.replaceOfAll(found);
    if (!found.equals(known)) {
      found.forEach(trouble -> LOG.warn("{}", trouble.what()));
      if (found.isEmpty()) {
        LOG.info("All members of group {} write to this ledger again", group);
      }
    }
    known = found;
  }

  private boolean isForeign(GroupMember member) {
    return !ledgerOf(member).equals(Optional.of(ledger.id()));
  }

  private static Optional<String> ledgerOf(GroupMember member) {
    Matcher matcher = LEDGER.matcher(member.clientId());
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private String describe(List<GroupMember> foreign) {
    return "consumer group %s has members that do not write to this ledger, or do not say so, and keep topics from it: %s; give each ledger a group of its own by streamproof.audit.group"
        .formatted(
            group,
            foreign.stream()
                .map(member -> member.clientId() + " on " + member.host())
                .sorted()
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", ")));
  }
}
