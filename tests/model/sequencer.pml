/* One ledger, several `comity serve` processes over one database: sequencing under a lease with a fencing epoch, tiles,
 * the checkpoint, what is released under it. Any process may be slow for as long as it likes (a paused leader) and may be
 * killed between any two steps. docs/testing.md, "Model", says what is abstracted; tests/model/run runs it.
 *
 * One atomic step is one transaction, one file, or one thing read. What a process has read is its own and old; what is
 * durable is global. Defines plant an error each: EPOCH_UNCHECKED, FENCE_LEFT_OUT (neither epoch nor compare),
 * RELEASE_BEFORE_SWAP, FILE_BEFORE_SWAP.
 */

#ifndef ENTRIES
#define ENTRIES 3
#endif
#ifndef SERVES
#define SERVES 2
#endif
#ifndef LEASES
#define LEASES 3 /* how often the lease may change hands */
#endif
#ifndef CRASHES
#define CRASHES 2
#endif

#define BIT(e) (1 << (e))
#define HAS(set, e) (((set) >> (e)) & 1)

/* Durable: the database (src/store/sql_ledger.cpp) and the files of the log (src/store/disk_tiles.cpp). */
byte committed;          /* entries put by Work::run, as a set */
byte order[ENTRIES];     /* column idx: which entry has which index, number + 1; 0 for none */
byte given;              /* the next index */
byte epoch;              /* ledger_lease */
byte stored_size;        /* ledger_checkpoint, swapped */
short stored_root;
byte tile[ENTRIES];      /* leaves in the tiles on disk */
byte file_size;          /* the file `checkpoint`, which peers may read */
short file_root;
byte released;           /* outbox rows and receipts made under a checkpoint, as a set of entries */

/* For the properties only. */
short root_of[ENTRIES + 1];  /* the root that was shown for each size; 0: none yet. The empty log has root 1 */
byte crashes = CRASHES;
bool killed[SERVES];

/* The root of the first `size` entries as the table gives them: equal for equal orders, and for no others. */
inline root_over(size, root) {
  root = 1;
  j = 0;
  do
  :: j < size -> root = root * (ENTRIES + 1) + order[j]; j++
  :: else -> break
  od;
  j = 0
}

inline seen_outside(size, root) {
  /* one_root: no two roots for one size are ever seen outside */
  assert(root_of[size] == 0 || root_of[size] == root);
  root_of[size] = root
}

/* Without the fence it is one_root that must find the harm; what only says that nobody else writes is left out then. */
#ifdef FENCE_LEFT_OUT
#define ONLY_THE_LEADER(mine) skip
#define ONCE(first, what) skip
#define ONE_TILE(first) skip
#define NEVER_BACK(end) skip
#define COVERED(size) skip
#define FILE_BEHIND skip
#else
#define ONLY_THE_LEADER(mine) assert(epoch == (mine))
#define ONCE(first, what) assert(order[first] == 0 && (what) != 0)
/* file_behind: what anyone can read is never newer than what is stored */
#define FILE_BEHIND assert(file_size <= stored_size)
#define COVERED(size) assert((size) <= stored_size)
#define NEVER_BACK(end) assert((end) >= stored_size)
#define ONE_TILE(first) assert(tile[first] == 0 || tile[first] == order[first])
#endif

/* released_is_covered: letters leave and receipts are made only for entries below a durable checkpoint */
inline release(size) {
  COVERED(size);
  j = 0;
  do
  :: j < size -> released = released | BIT(order[j] - 1); j++
  :: else -> break
  od;
  j = 0
}

#ifdef FENCE_LEFT_OUT
#define LEADS(mine) 1
#define NEXT_IS(first) 1
#define IS_PENDING(what) 1
#define STORED_IS(size) 1
#else
#ifdef EPOCH_UNCHECKED
#define LEADS(mine) 1
#else
#define LEADS(mine) (epoch == (mine))
#endif
#define NEXT_IS(first) (given == (first))
#define IS_PENDING(what) HAS(committed, (what) - 1)
#define STORED_IS(size) (stored_size == (size))
#endif

/* Acts elsewhere in the node commit their entries: desk/work.h put_entry. */
proctype acts() {
  byte e;
  for (e : 0 .. ENTRIES - 1) {
    atomic { committed = committed | BIT(e) }
  }
}

proctype serve(byte id) {
  byte mine;   /* the epoch this process was given */
  byte from;   /* size of the checkpoint it goes on from */
  byte first;  /* the next index as it read it */
  byte what;   /* one pending entry as it read it */
  byte end;    /* entries with an index, as it read them */
  short root;  /* signed, in memory */
  byte j;

again:
  { skip;
  /* node/lease.cpp: taken when the last one expired, which may be while its holder is only slow */
end_take:
  atomic { epoch < LEASES -> epoch++; mine = epoch };
  /* ledger/sequencer.cpp start: goes on from the stored checkpoint; the file is written again if a crash came before */
  atomic { from = stored_size; FILE_BEHIND };
  atomic {
    if
    :: LEADS(mine) && STORED_IS(from) && file_size < stored_size -> file_size = stored_size; file_root = stored_root
    :: else
    fi };
  do
  :: /* may_sign, then backlog: one read, old from here on */
     atomic {
       if
       :: LEADS(mine) && (committed != 0 || given != from) -> skip
       :: !LEADS(mine) -> goto again_after_loss
       fi;
       first = given; what = 0; j = 0;
       do
       :: j < ENTRIES && HAS(committed, j) -> what = j + 1; break
       :: j < ENTRIES && !HAS(committed, j) -> j++
       :: j == ENTRIES -> break
       od;
       j = 0 };
     /* LedgerStore::sequence: LEDGER-01 another leads, LEDGER-02 the index or the entry was taken */
     if
     :: what != 0 -> atomic {
          if
          :: LEADS(mine) && NEXT_IS(first) && IS_PENDING(what) ->
             /* only_the_leader_writes, one_place: an index is given once */
             ONLY_THE_LEADER(mine);
             ONCE(first, what);
             order[first] = what; given = first + 1; committed = committed & ~BIT(what - 1); what = 0; first = 0
          :: else -> goto again_after_loss
          fi }
     :: what == 0 -> first = 0
     fi;
     /* integrate: tiles are a function of the table, so a slow writer writes the same octets */
     atomic { end = given; first = 0 };
     do
     :: first < end -> atomic {
          ONE_TILE(first);
          tile[first] = order[first]; first++ }
     :: first >= end -> break
     od;
     first = 0;
     atomic { root_over(end, root) };
#ifdef FILE_BEFORE_SWAP
     atomic { seen_outside(end, root); file_size = end; file_root = root };
#endif
#ifdef RELEASE_BEFORE_SWAP
     atomic { release(end) };
#endif
     /* publish: LedgerStore::swap_checkpoint, then TileStore::replace */
     atomic {
       if
       :: LEADS(mine) && STORED_IS(from) ->
          ONLY_THE_LEADER(mine);
          /* never_back: the log only grows */
          NEVER_BACK(end);
          stored_size = end; stored_root = root; from = end
       :: else -> goto again_after_loss
       fi };
     atomic { seen_outside(end, root); file_size = end; file_root = root };
     /* desk/receipts.cpp and desk/release.cpp, under the note that was just stored */
     atomic { release(end); end = 0; root = 0 }
  :: atomic { given == ENTRIES && stored_size == ENTRIES && LEADS(mine) -> break }
  od;
    goto done;
again_after_loss: skip
  } unless { atomic { killed[id] -> killed[id] = false } };
  atomic { mine = 0; from = 0; first = 0; what = 0; end = 0; root = 0; j = 0 };
  goto again;
done:
  skip
}

/* kill -9, between any two steps */
proctype killer() {
  byte id;
  do
  :: atomic { crashes > 0 -> crashes--;
       if
       :: id = 0
       :: id = SERVES - 1
       fi;
       killed[id] = true; id = 0 }
  :: break
  od
}

init {
  atomic {
    byte n;
    root_of[0] = 1; stored_root = 1;
    run acts();
    for (n : 0 .. SERVES - 1) { run serve(n) };
    run killer()
  }
}
