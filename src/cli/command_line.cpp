#include "cli/command_line.h"

#include "cli/commands.h"
#include "cli/desk.h"
#include "cli/help.h"
#include "cli/proofs.h"
#include "cli/report.h"

#include <CLI/CLI.hpp>

#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <string>

namespace comity::cli {
namespace {

/// Options live as long as the parser that writes into them.
class CommandLine {
 public:
  CommandLine();
  int run(int argc, char** argv);

 private:
  template <class Options>
  Options& add(CLI::App& parent, const std::string& name, int (*command)(const Options&));

  void founding_commands();
  void person_commands();
  void serving_commands();
  void desk_commands();
  void directory_commands();
  void request_commands();
  void case_commands();
  void evidence_commands();
  void ledger_commands();
  void courier_commands();

  CLI::App app_{"comity: requests for electronic evidence between authorities", "comity"};
  std::list<std::shared_ptr<void>> kept_;
  std::function<int()> chosen_;
  CLI::App* last_ = nullptr;  ///< the command that is being described
};

void common_options(CLI::App& command, Common& common) {
  command.add_flag("--json", common.json, "Print facts as one JSON object.");
  command.add_option("--unlock", common.unlock,
                     "File with the passphrase of the node's keys. Else COMITY_UNLOCK names one, "
                     "else the systemd credential comity-unlock, else the terminal.");
  command.add_option("--passphrase-file", common.passphrase,
                     "File with the passphrase of persons' keys and the root. Else "
                     "COMITY_PASSPHRASE names one, else the terminal.");
}

template <class Options>
Options& CommandLine::add(CLI::App& parent, const std::string& name,
                          int (*command)(const Options&)) {
  const Page page = page_of(parent.get_name() == "comity" ? name : parent.get_name() + " " + name);
  CLI::App* app = parent.add_subcommand(name, page.summary);
  app->footer(page.text);
  auto options = std::make_shared<Options>();
  kept_.push_back(options);
  app->callback(
      [this, command, options] { chosen_ = [command, options] { return command(*options); }; });
  if constexpr (requires { options->common; }) {
    common_options(*app, options->common);
  }
  last_ = app;
  return *options;
}

CommandLine::CommandLine() {
  app_.require_subcommand(1);
  app_.set_version_flag("--version", "comity 0.1.0");
  app_.footer(page_of("comity").text);
  founding_commands();
  person_commands();
  serving_commands();
  desk_commands();
  directory_commands();
  request_commands();
  case_commands();
  evidence_commands();
  ledger_commands();
  courier_commands();
}

void CommandLine::founding_commands() {
  auto& init_options = add<InitOptions>(app_, "init", init);
  last_->add_option("DIR", init_options.folder, "The node's folder, made by this command.")
      ->required();
  last_->add_option("--node", init_options.node, "The node's name, for instance xa.")->required();
  last_->add_option("--name", init_options.name, "The organisation, for people.");
  last_->add_option("--desk", init_options.desks, "A desk, for instance xa.247; repeat for more.")
      ->required();
  last_->add_option("--listen", init_options.listen, "Where the edge listens: 192.0.2.10:7101.")
      ->required();
  last_->add_option("--endpoint", init_options.endpoint, "Where peers reach it, if elsewhere.");
  last_->add_option("--root", init_options.root, "Folder for the organisation's root keys.")
      ->required();
  last_->add_option("--suite", init_options.suite,
                    "What is sealed to its desks: age-mlkem768x25519, or age-x25519 for peers "
                    "without it.");
  last_->add_option("--database", init_options.database,
                    "Keep the rows on PostgreSQL: libpq's words, for instance service=comity; no "
                    "password in them. Default: SQLite in the folder.");
  last_->add_option("--tiles", init_options.tiles, "Keep the files of the ledger in this folder.");
  last_->add_option("--objects", init_options.objects, "Keep sealed objects in this folder.");
  last_->add_option("--s3", init_options.bucket,
                    "Keep both in S3: a JSON file that names endpoint, bucket and "
                    "credentials file; also region, prefix and ca.");
}

void CommandLine::person_commands() {
  CLI::App* person = app_.add_subcommand("person", "Enrol, withdraw and list persons.");
  person->require_subcommand(1);
  auto& add_options = add<PersonOptions>(*person, "add", person_add);
  last_->add_option("DIR", add_options.folder, "The node's folder.")->required();
  last_->add_option("--id", add_options.person, "The person's id, for instance xa.idris.")
      ->required();
  last_->add_option("--name", add_options.name, "The person's name.")->required();
  last_->add_option("--role", add_options.roles, "A role; repeat for more.")->required();
  last_->add_option("--desk", add_options.desks, "A desk the person acts for; repeat for more.");
  last_->add_option("--key", add_options.key, "New key file, outside the node's folder.")
      ->required();
  last_->add_option("--root", add_options.root, "Folder with the root keys.")->required();
  last_->add_option("--admin", add_options.administrators, "Key file of an administrator.");
  auto& withdraw = add<PersonOptions>(*person, "withdraw", person_withdraw);
  last_->add_option("DIR", withdraw.folder, "The node's folder.")->required();
  last_->add_option("--id", withdraw.person, "The person's id.")->required();
  last_->add_option("--root", withdraw.root, "Folder with the root keys.")->required();
  last_->add_option("--admin", withdraw.administrators, "Key file of an administrator.");
  auto& list = add<PersonOptions>(*person, "list", person_list);
  last_->add_option("DIR", list.folder, "The node's folder.")->required();
}

void CommandLine::serving_commands() {
  auto& serve_options = add<ServeCommand>(app_, "serve", serve);
  last_->add_option("DIR", serve_options.folder, "The node's folder.")->required();
  last_->add_option("--listen", serve_options.listen,
                    "Listen here instead: for a second process of this folder.");
  last_->add_option("--override-rollback", serve_options.override_reason,
                    "Sign although no peer can confirm the ledger; the reason is logged.");
  auto& migrate_options = add<MigrateOptions>(app_, "migrate", migrate);
  last_->add_option("DIR", migrate_options.folder, "The node's folder.")->required();
  auto* where = last_->add_option_group("Where to", "One of them, or both at once.");
  where->require_option(1, 2);
  where->add_option("--database", migrate_options.database,
                    "The rows go to PostgreSQL: libpq's words, for instance service=comity; no "
                    "password in them.");
  where->add_option("--s3", migrate_options.bucket,
                    "The files of the ledger and sealed objects go to S3: a JSON file that names "
                    "endpoint, bucket and credentials file; also region, prefix and ca.");
}

void CommandLine::desk_commands() {
  CLI::App* desk = app_.add_subcommand("desk", "The keys of this node's desks.");
  desk->require_subcommand(1);
  auto& list = add<DeskOptions>(*desk, "list", desk_list);
  last_->add_option("DIR", list.folder, "The node's folder.")->required();
  auto& replace = add<DeskOptions>(*desk, "replace-key", desk_replace_key);
  last_->add_option("DIR", replace.folder, "The node's folder.")->required();
  last_->add_option("--desk", replace.desk, "The desk, for instance xa.247.")->required();
  last_->add_option("--suite", replace.suite,
                    "What is sealed to it from now on; default age-mlkem768x25519.");
  auto* root = last_->add_option("--root", replace.powers.root, "Folder with the root keys.");
  last_->add_option("--admin", replace.powers.administrators, "Key file of an administrator.");
  auto* only = last_->add_flag("--make-only", replace.make_only,
                               "Make the key, list it later: for a node on several machines.");
  only->excludes(root);
}

void CommandLine::directory_commands() {
  CLI::App* directory = app_.add_subcommand("directory", "Whom this node knows and trusts.");
  directory->require_subcommand(1);
  auto& exported = add<DirectoryOptions>(*directory, "export", directory_export);
  last_->add_option("DIR", exported.folder, "The node's folder.")->required();
  last_->add_option("FILE", exported.file, "Where the entry is written.")->required();
  auto& trusted = add<DirectoryOptions>(*directory, "trust", directory_trust);
  last_->add_option("DIR", trusted.folder, "The node's folder.")->required();
  last_->add_option("FILE", trusted.file, "The peer's entry.")->required();
  last_->add_option("--root", trusted.root, "Root fingerprint, as the peer read it out to you.")
      ->required();
  last_->add_option("--endpoint", trusted.endpoint, "Reach the peer here instead.");
  auto& shown = add<DirectoryOptions>(*directory, "show", directory_show);
  last_->add_option("DIR", shown.folder, "The node's folder.")->required();
}

void CommandLine::request_commands() {
  auto& draft_options = add<DraftOptions>(app_, "draft", draft);
  last_->add_option("KIND", draft_options.kind, "For instance preservation_request.")->required();
  auto* draft_folder = last_->add_option("DIR", draft_options.folder, "The node's folder.");
  last_
      ->add_option("--from", draft_options.from,
                   "Begin from this case: its id, its beginning, reference or kind.")
      ->needs(draft_folder);
  last_->add_flag("--hints", draft_options.hints, "Explain every field on standard error.");
  last_->add_flag("--schema", draft_options.schema,
                  "Print the JSON Schema of the kind, or of a document inside a case, instead.");
  auto& check_options = add<CheckOptions>(app_, "check", check);
  last_->add_option("FILE", check_options.file, "The draft record.")->required();
  last_->add_option("--at", check_options.at, "Check as of this time; default now.");
  last_->add_flag("--as-recipient", check_options.as_recipient, "Run the recipient's side.");
  last_->add_flag("--all", check_options.all, "Show rules that pass as well.");
  auto& authorise_options = add<AuthoriseOptions>(app_, "authorise", authorise);
  last_->add_option("FILE", authorise_options.file, "The draft whose text was prepared.")
      ->required();
  last_->add_option("--key", authorise_options.key, "The person's key file.")->required();
  last_->add_option("--role", authorise_options.role,
                    "Sign in this role; default the next needed.");
  auto& send_options = add<SendOptions>(app_, "send", send);
  last_->add_option("DIR", send_options.folder, "The node's folder.")->required();
  last_->add_option("FILE", send_options.file, "The draft record.")->required();
  last_->add_option("--key", send_options.keys, "Authorise with this key; repeat for more.");
  last_->add_flag("--again", send_options.again, "Prepare anew; earlier authorisations go.");
}

void CommandLine::case_commands() {
  auto& inbox_options = add<ListOptions>(app_, "inbox", inbox);
  last_->add_option("DIR", inbox_options.folder, "The node's folder.")->required();
  last_->add_option("--limit", inbox_options.limit, "At most so many rows of each list.");
  auto& outbox_options = add<ListOptions>(app_, "outbox", outbox);
  last_->add_option("DIR", outbox_options.folder, "The node's folder.")->required();
  last_->add_option("--limit", outbox_options.limit, "At most so many rows of each list.");
  auto& quarantine_options = add<QuarantineOptions>(app_, "quarantine", quarantine);
  last_->add_option("DIR", quarantine_options.folder, "The node's folder.")->required();
  last_->add_option("--limit", quarantine_options.limit, "At most so many letters, newest first.");
  last_->add_option("--reviewed", quarantine_options.reviewed,
                    "A person looked through what this peer has there: it counts no more.");
  auto& proof_options = add<ProofOptions>(app_, "proofs", proofs);
  last_->add_option("DIR", proof_options.folder, "The node's folder.")->required();
  last_->add_option("--out", proof_options.out, "New folder for the proofs as files.");
  auto& case_options = add<CaseOptions>(app_, "case", show_case);
  last_->add_option("DIR", case_options.folder, "The node's folder.")->required();
  last_->add_option("CASE", case_options.selector, "Id, its beginning, reference or kind.")
      ->required();
  last_->add_flag("--why", case_options.why, "Name the statement behind each part of the state.");
  auto& decide_options = add<DecideOptions>(app_, "decide", decide);
  last_->add_option("DIR", decide_options.folder, "The node's folder.")->required();
  last_->add_option("CASE", decide_options.selector, "Id, its beginning, reference or kind.")
      ->required();
  last_->add_option("DOCUMENT", decide_options.document, "For instance acknowledgement.")
      ->required();
  last_->add_option("--set", decide_options.values, "A field as name=value; repeat for more.");
  last_->add_option("--from", decide_options.from_file, "The record as a JSON file instead.");
  last_->add_option("--draft", decide_options.draft, "Where the prepared text is kept.");
  last_->add_option("--key", decide_options.keys, "Authorise with this key; repeat for more.");
}

void CommandLine::evidence_commands() {
  auto& deliver_options = add<DeliverOptions>(app_, "deliver", deliver);
  last_->add_option("DIR", deliver_options.folder, "The node's folder.")->required();
  last_->add_option("CASE", deliver_options.selector, "Id, its beginning, reference or kind.")
      ->required();
  last_->add_option("FILE", deliver_options.files,
                    "Evidence files; none: go on with a sealed one.");
  last_->add_option("--row", deliver_options.row, "The data-set row that the files answer.");
  last_->add_flag("--anew", deliver_options.anew,
                  "Remove an interrupted sealing of the case; with FILE, seal from the beginning.");
  last_->add_option("--draft", deliver_options.draft, "Where the prepared texts are kept.");
  last_->add_option("--key", deliver_options.keys, "Authorise with this key; repeat for more.");
  auto& open_options = add<OpenOptions>(app_, "open", open);
  last_->add_option("DIR", open_options.folder, "The node's folder.")->required();
  last_->add_option("CASE", open_options.selector, "Id, its beginning, reference or kind.")
      ->required();
  last_->add_option("--purpose", open_options.purpose, "Why it is opened; goes into the ledger.");
  last_->add_option("--out", open_options.out, "New folder for the files; none: only verify.");
  last_->add_option("--draft", open_options.draft, "Where the prepared text is kept.");
  last_->add_option("--key", open_options.keys, "Authorise with this key; two persons.");
  auto& bundle_options = add<BundleCommand>(app_, "bundle", bundle);
  last_->add_option("DIR", bundle_options.folder, "The node's folder.")->required();
  last_->add_option("CASE", bundle_options.selector, "Id, its beginning, reference or kind.")
      ->required();
  last_->add_option("OUT", bundle_options.out, "New folder for the bundle.")->required();
  last_->add_flag("--objects", bundle_options.objects, "With the sealed objects of the package.");
  last_->add_option("--files", bundle_options.files, "With the files that `comity open` wrote.");
  auto& age_options = add<AgeOptions>(app_, "age", age);
  last_->add_option("-r,--recipient", age_options.recipients, "Seal to this recipient.");
  last_->add_option("-R,--recipients-file", age_options.recipient_files,
                    "Seal to those in a file.");
  last_->add_flag("-d,--decrypt", age_options.decrypt, "Open.");
  last_->add_option("-i,--identity", age_options.identities, "Identity or key file to open with.");
  last_->add_option("-o,--output", age_options.out, "Where to write; default standard output.");
  last_->add_option("IN", age_options.in, "What to read; default standard input.");
}

void CommandLine::ledger_commands() {
  CLI::App* ledger = app_.add_subcommand("ledger", "Export, verify and prove the node's ledger.");
  ledger->require_subcommand(1);
  auto& exported = add<LedgerOptions>(*ledger, "export", ledger_export);
  last_->add_option("DIR", exported.folder, "The node's folder.")->required();
  last_->add_option("OUT", exported.target, "New folder, laid out as C2SP tlog-tiles says.")
      ->required();
  auto& verified = add<LedgerOptions>(*ledger, "verify", ledger_verify);
  last_->add_option("OUT", verified.folder, "An exported folder.")->required();
  last_->add_option("--vkey", verified.vkey, "The ledger's key, from the directory.")->required();
  auto& proven = add<LedgerOptions>(*ledger, "prove", ledger_prove);
  last_->add_option("DIR", proven.folder, "The node's folder.")->required();
  last_->add_option("ENTRY", proven.target, "Statement id or payload digest.")->required();
}

void CommandLine::courier_commands() {
  CLI::App* courier = app_.add_subcommand("courier", "Exchange with a peer by a file on a stick.");
  courier->require_subcommand(1);
  auto& out = add<CourierExportOptions>(*courier, "export", courier_export);
  last_->add_option("DIR", out.folder, "The node's folder.")->required();
  last_->add_option("--to", out.peer, "The node that will import it.")->required();
  last_->add_option("OUT", out.file, "New file, for instance on the stick.")->required();
  last_->add_option("--since", out.since, "Only letters made from this date or time on.");
  last_->add_flag("--all", out.all, "Also what was receipted or arrived before.");
  auto& in = add<CourierImportOptions>(*courier, "import", courier_import);
  last_->add_option("DIR", in.folder, "The node's folder.")->required();
  last_->add_option("FILE", in.file, "What the peer's courier export wrote.")->required();
}

int CommandLine::run(int argc, char** argv) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app_.exit(error) == 0 ? 0 : 2;
  }
  return chosen_ ? chosen_() : 2;
}

}  // namespace

int run(int argc, char** argv) {
  try {
    return CommandLine().run(argc, argv);
  } catch (const std::exception& error) {
    return Report(false).fail({"CLI-11", error.what()});
  }
}

}  // namespace comity::cli
