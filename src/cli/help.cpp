#include "cli/help.h"

#include <map>
#include <string>

namespace comity::cli {
namespace {

using Pages = std::map<std::string, Page>;

/// Founding, people and desks.
const Pages& pages_of_the_node() {
  static const Pages all{
      {"comity",
       {"",
        "Exit status: 0 done, 1 the answer is no, 2 unusable input or environment.\n"
        "Errors print a code, what was found and what to do; docs/errors.md lists them.\n"
        "Begin with: comity init, comity person add, comity directory trust, comity serve."}},
      {"init",
       {"Found a node: its folder, its keys, its root and its first key set.",
        "Makes DIR with configuration, encrypted keys, store and ledger, and the organisation's\n"
        "root keys in the folder of --root, which two people keep offline. The root fingerprint\n"
        "that is printed is what peers compare over a second channel. Nothing is overwritten; a\n"
        "failure leaves nothing behind.\n\n"
        "What is sealed to the desks uses X25519 and ML-KEM-768 together, so that what travels\n"
        "today stays secret tomorrow. A peer whose build lacks libsodium cannot seal to such a\n"
        "desk: --suite age-x25519 makes keys that it can use.\n\n"
        "Everything lies in DIR unless --database names a PostgreSQL server for the rows\n"
        "(docs/operator/postgresql.md) and --s3 a bucket for the ledger's files and sealed "
        "objects\n"
        "(docs/operator/s3.md). --tiles or --objects beside --s3 keeps that one on the disk.\n\n"
        "Example: comity init xa --node xa --desk xa.247 --desk xa.ca --listen 127.0.0.1:7101\n"
        "         --root xa-root"}},
      {"person add",
       {"Enrol a person and write the person's key, outside the node's folder.",
        "Writes the passphrase-protected key and its public card (KEY.card), and logs a new key\n"
        "set that lists the person with roles and desks. Once two administrators are enrolled,\n"
        "two of them must agree (--admin twice). The node never holds the key.\n\n"
        "Example: comity person add xa --id xa.idris --name 'A. Idris' --role duty_officer\n"
        "         --desk xa.247 --key idris.pem --root xa-root"}},
      {"person withdraw",
       {"Withdraw a person: nothing signed after this key set counts.",
        "The key set that leaves the person out takes effect from its own place in the ledger;\n"
        "what the person signed before stays valid."}},
      {"person list", {"List the persons of the key set in force.", ""}},
      {"desk list",
       {"List the desks of this node with their sealing keys.",
        "A desk whose recipient is X25519 alone is marked: what is sealed to it today may be read\n"
        "later by who keeps it and has a quantum computer then."}},
      {"desk replace-key",
       {"Make a new sealing key for a desk and list it in the next key set.",
        "The older keys stay in the folder and go on opening what was sealed to them; the key "
        "that\n"
        "signs for the desk stays the same. A running `comity serve` takes the new key by itself.\n"
        "Once two administrators are enrolled, two of them must agree (--admin twice). Given "
        "again\n"
        "after an interruption it goes on with the key that was made.\n\n"
        "Where several machines serve the node, make the key with --make-only, copy it to each of\n"
        "them, and give the command again.\n\n"
        "Example: comity desk replace-key xa --desk xa.247 --root xa-root"}},
  };
  return all;
}

/// A node at work and its peers.
const Pages& pages_of_serving() {
  static const Pages all{
      {"serve",
       {"Run the node: edge, desk and post.",
        "Listens for peers, admits letters, keeps the ledger, sends what is due. Before it signs\n"
        "anything it asks its peers what they last saw of its ledger: a folder put back to an\n"
        "earlier state is refused (NODE-11); with no peer reachable signing stays off until one\n"
        "answers, or until an override that is logged. Ends on SIGINT or SIGTERM.\n\n"
        "With its rows on PostgreSQL several processes may serve one node: one leads, the others\n"
        "accept letters and take over within seconds (docs/operator/postgresql.md)."}},
      {"migrate",
       {"Move a node from SQLite and its disk to PostgreSQL, to S3, or to both.",
        "Copies every row in one transaction into an empty schema, every file of the ledger and\n"
        "every sealed object below the prefix; reads both sides again and compares them, octet by\n"
        "octet; and only then writes the new places into comity.json. What is in the folder is "
        "not\n"
        "changed. Refused while `comity serve` runs (NODE-10), when the schema holds rows\n"
        "(STORE-19), and when the prefix holds another ledger (STORE-26). After an interruption\n"
        "give it again: files that arrived are not sent twice.\n\n"
        "Example: comity migrate xa --database service=comity --s3 bucket.json"}},
      {"directory export",
       {"Write this node's directory entry (its chain of key sets) to a file.",
        "Give the file to the peer by any way, and the root fingerprint over another."}},
      {"directory trust",
       {"Trust a peer by its entry and the fingerprint of its root.",
        "The fingerprint must come over a second channel, read out by a person. Every key set of\n"
        "the entry is verified from that root; a wrong one is refused with its code."}},
      {"directory show",
       {"Show the nodes this node knows, with desks, roots and ledger keys.", ""}},
  };
  return all;
}

/// Requests and cases.
const Pages& pages_of_requests() {
  static const Pages all{
      {"draft",
       {"Print a record of a kind to be edited: an example, or begun from a case.",
        "Without --from it is the complete example of the kind. With DIR and --from, what the "
        "case\n"
        "already says is taken over; standard error names where each value comes from and which\n"
        "fields a person still has to fill. From a preservation follow the requests for the data;\n"
        "from one in which an upstream State was disclosed (Art. 43), the preservation there.\n"
        "An unknown KIND lists those there are.\n\n"
        "Example: comity draft preservation_request --hints > request.json\n"
        "         comity draft mla_subscriber xa --from 0192f3a1 > subscriber.json"}},
      {"check",
       {"Run the field tables and the checklist over a draft record.",
        "One finding a line: rule, severity, field, article, sentence, fix. Rules that lack their\n"
        "data answer 'not checked', never 'pass'. Exit status 1 when something blocks."}},
      {"authorise",
       {"Authorise a prepared text with a person's own key, detached from the node.",
        "Shows what is signed and its digest, which a second device can compare. Writes\n"
        "FILE.<person>.<role>.auth beside the text; `send`, `decide`, `deliver` and `open` pick "
        "it\n"
        "up. Limit: a hostile machine can show another text than it asks to sign."}},
      {"send",
       {"Send a request: prepare it, say who is missing, sign and commit it.",
        "The first run writes FILE.payload, the exact bytes that persons authorise. Run it again\n"
        "when they have; or give --key for each person at this machine. Two different persons\n"
        "are needed. The letter leaves when the ledger's checkpoint covers it."}},
      {"inbox", {"List requests that came, refused letters and arriving packages.", ""}},
      {"outbox", {"List requests sent, and how far each letter is.", ""}},
      {"case",
       {"Show a case: state, statements, clocks, and what may be signed next by whom.",
        "The state is computed from the statements; --why names the one behind each part."}},
      {"quarantine",
       {"List the letters that were refused, with what each code means.",
        "What was refused is kept apart, is in no case and in no queue. Its sender was told the\n"
        "codes by a receipt, unless it was a receipt itself. Of each peer so much is taken and no\n"
        "more: the list says how much lies here. When a person has looked through it,\n"
        "--reviewed PEER gives the peer room again; nothing is removed.\n\n"
        "Example: comity quarantine xb --reviewed xa"}},
      {"proofs",
       {"List what proves that a peer broke its word, and write it into files.",
        "Two checkpoints of one size with different roots, signed by one ledger, prove to anyone\n"
        "that it told two histories. Two texts under one statement id prove the like of a desk.\n\n"
        "Example: comity proofs xb --out proofs"}},
      {"decide",
       {"Sign a document in a case: acknowledge, grant, refuse, report, confirm, withdraw ...",
        "Fields are given as --set name=value (lists with commas, JSON where it begins with { or\n"
        "[). Who must authorise follows from the lifecycle; who is missing is named.\n\n"
        "Example: comity decide xb preservation_request acknowledgement\n"
        "         --set case_ref_requested=XB-77 --key officer.pem"}},
  };
  return all;
}

/// Evidence, bundles and the ledger.
const Pages& pages_of_evidence() {
  static const Pages all{
      {"deliver",
       {"Seal evidence files for the requesting desk and announce them in the case.",
        "Files are sealed as they are read; nothing is in clear on the node. Two documents\n"
        "(evidence_manifest, delivery_notice) are authorised and sent, then the package travels.\n"
        "Without FILE it goes on with what was begun before: texts to be authorised, or a sealing\n"
        "that was interrupted. The same FILEs again do so too: what was sealed is not sealed "
        "again,\n"
        "and a file that changed meanwhile is refused. --anew removes what was interrupted."}},
      {"open",
       {"Open delivered evidence: a logged purpose, two persons, then verified files.",
        "Each check is printed with what it proves. Files get their names only when everything\n"
        "signed about them has verified. Exit status 1 when a check failed."}},
      {"bundle",
       {"Write a case as a folder that a court checks with comity-verify.",
        "Makes OUT with the key sets of both nodes, every statement with its ledger slip and the\n"
        "cover of the delivered package; it appears complete or not at all. --files adds opened\n"
        "files and the sender's signed list of them, and needs the node's keys. The court's trust\n"
        "comes from root fingerprints it was told another way, never from the bundle.\n\n"
        "Example: comity bundle xa 019d0c4e court --objects --files opened\n"
        "         comity-verify court --trust roots.txt"}},
      {"courier export",
       {"Write what a peer has not receipted yet as one file that a person carries.",
        "Letters, sealed packages and this node's key sets, its contents list signed. The file\n"
        "tells its finder who writes to whom, when and how much, and no more. Nothing counts as\n"
        "delivered until the peer's own file brings the receipts: until then the next export has\n"
        "it again, which is harmless. Letters that expired on the way get new ones. --since takes\n"
        "less, --all more. docs/operator/courier.md says how two nodes live without a network.\n\n"
        "Example: comity courier export xa --to xb /media/stick/xa-to-xb.courier"}},
      {"courier import",
       {"Take in a peer's courier file.",
        "The same checks and receipts as over the network; the same thing twice has one effect. A\n"
        "file that is cut or damaged gives what is whole: import a better copy afterwards. After\n"
        "an interruption import it again.\n\n"
        "Example: comity courier import xb /media/stick/xa-to-xb.courier"}},
      {"age",
       {"Seal or open a file in the age format, like the age tool.",
        "Example: comity age -r age1... -o out.age in.bin; comity age -d -i key.txt out.age"}},
      {"ledger export",
       {"Copy the ledger into a folder laid out as C2SP tlog-tiles says, with its vkey.", ""}},
      {"ledger verify", {"Verify an exported ledger against a key that came another way.", ""}},
      {"ledger prove", {"Print the slip that shows a statement's place in the ledger.", ""}},
  };
  return all;
}

}  // namespace

Page page_of(const std::string& command) {
  for (const Pages* pages :
       {&pages_of_the_node(), &pages_of_serving(), &pages_of_requests(), &pages_of_evidence()}) {
    if (const auto found = pages->find(command); found != pages->end()) {
      return found->second;
    }
  }
  return {};
}

}  // namespace comity::cli
