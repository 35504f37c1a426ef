/* The exchange between two nodes and the fold of one case, as steps on what is durable and what is not.
 * docs/testing.md, "Model", says what is abstracted and how far it is explored; tests/model/run runs it.
 *
 * Node 0 is the author of the request, node 1 its recipient. Statements are bits of a set:
 *   bit 0  the request, by node 0
 *   bit 1  a withdrawal, by node 0, after whatever node 0 had then
 *   bit 2  a decision, by node 1, after whatever node 1 had then; it crosses a withdrawal it does not name
 *   bit 3  (LARGE) a confirmation, by node 0, after what it had, the decision included
 * A letter carries one statement and has its number.
 *
 * One atomic step is one transaction, one file replaced or one message: what a crash leaves whole or undone.
 * Defines plant an error each: OUTBOX_BEFORE_COMMIT, RELEASE_BEFORE_CHECKPOINT, RECEIPT_BEFORE_CHECKPOINT,
 * DEDUP_LEFT_OUT, ACCEPTED_BEFORE_DURABLE, POST_STOPS_AT_ACCEPTED, FOLD_BY_ARRIVAL.
 */

#ifdef LARGE
#define KINDS 4
#else
#define KINDS 3
#endif
#ifndef CRASHES
#define CRASHES 1
#endif
#ifndef LOSSES
#define LOSSES 1
#endif
#ifndef COPIES
#define COPIES 1
#endif

#define BIT(s) (1 << (s))
#define HAS(set, s) (((set) >> (s)) & 1)
#define ADD(set, s) set = set | BIT(s)
#define DROP(set, s) set = set & ~BIT(s)
#define OTHER(n) (1 - (n))
#define AUTHOR(s) ((s) == 2)

/* Durable: src/store, one row of each pair a node. */
byte statements[2];  /* table `statement`: own and admitted */
byte pending[2];     /* table `entry`, no index yet: Transaction::put_entry */
byte indexed[2];     /* entries with an index: LedgerStore::sequence */
byte covered[2];     /* entries below the size of the stored checkpoint: LedgerStore::swap_checkpoint */
byte held[2];        /* table `outbound`: Transaction::hold_letter */
byte ready[2];       /* Outbox::release */
byte receipted[2];   /* Transaction::end_outbound */
byte waiting[2];     /* table `inbound`: Inbox::put */
byte due[2];         /* table `receipt_due`: Transaction::owe_receipt */
byte receipt[2];     /* the receipt is a statement, committed: desk/receipts.cpp make_receipts */
byte sent_once[2];   /* it was posted since the letter last came: Transaction::send_again clears this */
byte after[KINDS];   /* what each statement's author had: statement::Head::after */
byte arrival[8];     /* the order in which statements came to each node: 4 a node, number + 1 */
byte arrived[2];

/* Lost in a crash. */
byte drafted[2];     /* desk/own_statement.cpp make_own, before put_own commits */
byte at_edge[2];     /* edge/accept.cpp, before Inbox::put returns */
byte judged[2];      /* desk/admit.cpp judge, before Work::run commits */

/* The network: what is under way to a node. A step may lose it or leave a copy. */
byte letters[2];
byte receipts[2];
byte stopped[2];     /* (POST_STOPS_AT_ACCEPTED) letters that are not tried again */

/* For the properties only. */
byte promised[2];    /* the edge of this node has answered 202 for them */
byte effects[2 * KINDS];
byte crashes = CRASHES, losses = LOSSES, copies = COPIES;
byte i, s, placed, one, two; /* of the checks; 0 between the steps */

/* --- the fold: casework/fold.cpp, casework/place.cpp --------------------------------------------------------------
 * States: 0 nothing, 1 asked, 2 withdrawn, 3 granted, 4 confirmed. What does not apply at its place stays as crossed
 * and changes nothing. The order is topological, ties by digest; the number stands for the digest. */
inline apply(s, state) {
  if
  :: s == 0 && state == 0 -> state = 1
  :: s == 1 && state == 1 -> state = 2
  :: s == 2 && state == 1 -> state = 3
  :: s == 3 && state == 3 -> state = 4
  :: else
  fi
}

inline fold(n, state) {
  state = 0;
  placed = 0;
#ifdef FOLD_BY_ARRIVAL
  i = 0;
  do
  :: i < arrived[n] -> s = arrival[n * 4 + i] - 1; apply(s, state); i++
  :: else -> break
  od;
#else
  s = 0;
  do
  :: s < KINDS && HAS(statements[n], s) && !HAS(placed, s) && (after[s] & ~placed) == 0 ->
     apply(s, state); ADD(placed, s); s = 0
  :: s < KINDS && !(HAS(statements[n], s) && !HAS(placed, s) && (after[s] & ~placed) == 0) -> s++
  :: s == KINDS -> break
  od;
#endif
  s = 0;
  i = 0;
  placed = 0
}

/* --- the properties ------------------------------------------------------------------------------------------------ */
inline check() {
  /* one_effect: a letter changes a case once, however often it comes */
  i = 0;
  do
  :: i < 2 * KINDS -> assert(effects[i] <= 1); i++
  :: else -> break
  od;
  i = 0;
  /* accepted_is_kept: what the edge accepted lies in the queue, or was settled */
  assert((promised[0] & ~(waiting[0] | statements[0])) == 0);
  assert((promised[1] & ~(waiting[1] | statements[1])) == 0);
  /* released_is_covered: a letter that left is of a committed statement that a durable checkpoint covers */
  assert(((ready[0] | letters[1]) & ~covered[0]) == 0);
  assert(((ready[1] | letters[0]) & ~covered[1]) == 0);
  /* receipt_is_covered: a receipt is only for what is stored and covered */
  assert((receipt[0] & ~covered[0]) == 0 && (receipt[0] & ~statements[0]) == 0);
  assert((receipt[1] & ~covered[1]) == 0 && (receipt[1] & ~statements[1]) == 0);
  /* receipted_is_there: whoever holds a receipt can rely on the other side having the statement */
  assert((receipted[0] & ~statements[1]) == 0);
  assert((receipted[1] & ~statements[0]) == 0)
}

/* folds_equal: once both have the same statements both folds are the same */
inline compare() {
  if
  :: statements[0] == statements[1] -> fold(0, one); fold(1, two); assert(one == two); one = 0; two = 0
  :: else
  fi
}

/* --- one node: node/serving.cpp, its threads in any order ----------------------------------------------------------- */
/* May this node make statement s now? The rules of the lifecycle, run before signing (desk/send.cpp). */
#define MAY_MAKE(n, s) (AUTHOR(s) == (n) && !HAS(statements[n], s) && \
  ((s) == 0 || ((s) == 1 && HAS(statements[n], 0) && !HAS(statements[n], 2)) || \
   ((s) == 2 && HAS(statements[n], 0) && !HAS(statements[n], 1)) || \
   ((s) == 3 && HAS(statements[n], 2) && !HAS(statements[n], 1))))

#define POSTABLE(n, s) (HAS(ready[n], s) && !HAS(letters[OTHER(n)], s) && !HAS(stopped[n], s))
/* Nothing of this letter is under way: the patience of exchange/post.cpp has run out. */
#define NOTHING_UNDER_WAY(n, s) (!HAS(at_edge[OTHER(n)] | waiting[OTHER(n)] | due[OTHER(n)] | \
  (receipt[OTHER(n)] & ~sent_once[OTHER(n)]) | receipts[n], s))

inline keep(n, s) { /* put_own, write_admitted: statement, entry, and what belongs to them, in one transaction */
  ADD(statements[n], s);
  ADD(pending[n], s);
  arrival[n * 4 + arrived[n]] = s + 1;
  arrived[n]++
}

/* What each planted error changes. */
#ifdef OUTBOX_BEFORE_COMMIT
#define WHEN_DRAFTED(n, k) ADD(letters[OTHER(n)], k)
#else
#define WHEN_DRAFTED(n, k) skip
#endif
#ifdef RELEASE_BEFORE_CHECKPOINT
#define RELEASABLE(n, k) HAS(statements[n], k)
#else
#define RELEASABLE(n, k) HAS(covered[n], k)
#endif
#ifdef RECEIPT_BEFORE_CHECKPOINT
#define RECEIPTABLE(n, k) HAS(statements[n], k)
#else
#define RECEIPTABLE(n, k) HAS(covered[n], k)
#endif
#ifdef DEDUP_LEFT_OUT
#define CAME_AGAIN(n, k) effects[n * KINDS + k]++; DROP(sent_once[n], k)
#else
#define CAME_AGAIN(n, k) DROP(sent_once[n], k)
#endif
#ifdef POST_STOPS_AT_ACCEPTED
#define ACCEPTED(n, k) ADD(stopped[OTHER(n)], k)
#else
#define ACCEPTED(n, k) skip
#endif
#ifdef ACCEPTED_BEFORE_DURABLE
#define WHEN_TAKEN(n, k) ADD(promised[n], k); ACCEPTED(n, k)
#else
#define WHEN_TAKEN(n, k) skip
#endif

/* What node n does about a statement k of its own: signs (make_own), commits (put_own; not when the case moved on, which
 * desk/send.cpp asks again), releases the letter (desk/release.cpp), posts it (exchange/post.cpp) when nothing of it is
 * under way, or early, as one of the copies; and takes the receipt (desk/admit.cpp end_answered). */
#define AUTHOR_STEPS(n, k) \
  :: atomic { MAY_MAKE(n, k) && !HAS(drafted[n], k) -> ADD(drafted[n], k); WHEN_DRAFTED(n, k); check() } \
  :: atomic { HAS(drafted[n], k) -> DROP(drafted[n], k); \
       if :: MAY_MAKE(n, k) -> after[k] = statements[n]; keep(n, k); ADD(held[n], k) :: else fi; check(); compare() } \
  :: atomic { HAS(held[n], k) && RELEASABLE(n, k) -> DROP(held[n], k); ADD(ready[n], k); check() } \
  :: atomic { POSTABLE(n, k) && NOTHING_UNDER_WAY(n, k) -> ADD(letters[OTHER(n)], k); check() } \
  :: atomic { POSTABLE(n, k) && !NOTHING_UNDER_WAY(n, k) && copies > 0 -> \
       copies--; ADD(letters[OTHER(n)], k); check() } \
  :: atomic { HAS(receipts[n], k) -> DROP(receipts[n], k); DROP(ready[n], k); ADD(receipted[n], k); check() } \
  :: atomic { HAS(receipts[n], k) && losses > 0 -> losses--; DROP(receipts[n], k) }

/* What node n does about a letter k of the other side: takes it from the wire, keeps it and answers 202 (edge/accept.cpp);
 * judges it and admits it in one transaction (desk/admit.cpp); makes the receipt once its entry is covered
 * (desk/receipts.cpp), and posts it. A receipt has an entry of its own; that it waits for this one too is left out. */
#define READER_STEPS(n, k) \
  :: atomic { HAS(letters[n], k) && losses > 0 -> losses--; DROP(letters[n], k) } \
  :: atomic { HAS(letters[n], k) && !HAS(at_edge[n], k) -> \
       DROP(letters[n], k); ADD(at_edge[n], k); WHEN_TAKEN(n, k); check() } \
  :: atomic { HAS(letters[n], k) && !HAS(at_edge[n], k) && copies > 0 -> \
       copies--; ADD(at_edge[n], k); WHEN_TAKEN(n, k); check() } \
  :: atomic { HAS(at_edge[n], k) -> \
       DROP(at_edge[n], k); ADD(waiting[n], k); ADD(promised[n], k); ACCEPTED(n, k); check() } \
  :: atomic { HAS(waiting[n], k) && !HAS(judged[n], k) -> ADD(judged[n], k); check() } \
  :: atomic { HAS(judged[n], k) -> DROP(judged[n], k); DROP(waiting[n], k); \
       if :: HAS(statements[n], k) -> CAME_AGAIN(n, k) \
          :: else -> effects[n * KINDS + k]++; keep(n, k); ADD(due[n], k) fi; check(); compare() } \
  :: atomic { HAS(due[n], k) && RECEIPTABLE(n, k) -> DROP(due[n], k); ADD(receipt[n], k); check() } \
  :: atomic { HAS(receipt[n], k) && !HAS(sent_once[n], k) && !HAS(receipts[OTHER(n)], k) -> \
       ADD(sent_once[n], k); ADD(receipts[OTHER(n)], k); check() }

/* ledger/sequencer.cpp: indexes, then a durable checkpoint. What it writes between them is a function of the entries;
 * fencing is in sequencer.pml. And the process is killed: what was not committed is gone. */
#define NODE_STEPS(n) \
  :: atomic { pending[n] != 0 -> indexed[n] = indexed[n] | pending[n]; pending[n] = 0; check() } \
  :: atomic { (indexed[n] & ~covered[n]) != 0 -> covered[n] = indexed[n]; check() } \
  :: atomic { crashes > 0 && (drafted[n] | at_edge[n] | judged[n]) != 0 -> \
       crashes--; drafted[n] = 0; at_edge[n] = 0; judged[n] = 0; check() }

#define STILL(n) (!(pending[n] | (indexed[n] & ~covered[n]) | drafted[n] | held[n] | ready[n] | letters[n] | at_edge[n] | \
  waiting[n] | due[n] | receipts[n] | (receipt[n] & ~sent_once[n])))
#define NOBODY_ACTS (!MAY_MAKE(0, 0) && !MAY_MAKE(0, 1) && !MAY_MAKE(1, 2) && !LAST_MAY)
#ifdef LARGE
#define LAST_MAY MAY_MAKE(0, 3)
#else
#define LAST_MAY 0
#endif

init {
  do
  AUTHOR_STEPS(0, 0)
  READER_STEPS(1, 0)
  AUTHOR_STEPS(0, 1)
  READER_STEPS(1, 1)
  AUTHOR_STEPS(1, 2)
  READER_STEPS(0, 2)
#ifdef LARGE
  AUTHOR_STEPS(0, 3)
  READER_STEPS(1, 3)
#endif
  NODE_STEPS(0)
  NODE_STEPS(1)
  /* nothing_is_lost: when nothing moves any more, both have the same statements, all of them receipted, and fold them
   * alike. A state in which no step is possible and this one is not either is an invalid end state, which spin reports. */
  :: atomic { STILL(0) && STILL(1) && NOBODY_ACTS ->
       assert(statements[0] == statements[1] && (receipted[0] | receipted[1]) == statements[0]);
       check(); compare(); break }
  od
}
