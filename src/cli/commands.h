// Every command of `comity` as options and a function; how options are written and helped is in
// command_line.h. Each function returns the exit status.
#pragma once

#include <string>
#include <vector>

namespace comity::cli {

struct Common {
  bool json = false;
  std::string unlock;      ///< file with the passphrase of the node's keys
  std::string passphrase;  ///< file with the passphrase of persons' and root keys
};

struct InitOptions {
  Common common;
  std::string folder;
  std::string node;
  std::string name;
  std::vector<std::string> desks;
  std::string listen;
  std::string endpoint;
  std::string root;
  std::string suite;
  std::string database;  ///< libpq's words; empty: SQLite in the folder
  std::string tiles;
  std::string objects;
  std::string bucket;  ///< a file that describes one in S3
};

int init(const InitOptions& options);

struct PersonOptions {
  Common common;
  std::string folder;
  std::string person;
  std::string name;
  std::vector<std::string> roles;
  std::vector<std::string> desks;
  std::string key;
  std::string root;
  std::vector<std::string> administrators;
};

int person_add(const PersonOptions& options);
int person_withdraw(const PersonOptions& options);
int person_list(const PersonOptions& options);

struct DirectoryOptions {
  Common common;
  std::string folder;
  std::string file;
  std::string root;
  std::string endpoint;
};

int directory_export(const DirectoryOptions& options);
int directory_trust(const DirectoryOptions& options);
int directory_show(const DirectoryOptions& options);

struct ServeCommand {
  Common common;
  std::string folder;
  std::string listen;  ///< instead of the configured address
  std::string override_reason;
};

int serve(const ServeCommand& options);

struct MigrateOptions {
  Common common;
  std::string folder;
  std::string database;
  std::string bucket;  ///< a file that describes one in S3
};

int migrate(const MigrateOptions& options);

struct DraftOptions {
  Common common;
  std::string kind;
  std::string folder;  ///< of the node that keeps the case
  std::string from;    ///< the case that the draft follows from
  bool hints = false;
  bool schema = false;  ///< of any kind or document, as JSON Schema
};

int draft(const DraftOptions& options);

struct CheckOptions {
  Common common;
  std::string file;
  std::string at;
  bool as_recipient = false;
  bool all = false;
};

int check(const CheckOptions& options);

struct AuthoriseOptions {
  Common common;
  std::string file;
  std::string key;
  std::string role;
};

int authorise(const AuthoriseOptions& options);

struct SendOptions {
  Common common;
  std::string folder;
  std::string file;
  std::vector<std::string> keys;
  bool again = false;  ///< prepare anew: earlier authorisations no longer count
};

int send(const SendOptions& options);

struct ListOptions {
  Common common;
  std::string folder;
  std::size_t limit = 25;
};

int inbox(const ListOptions& options);
int outbox(const ListOptions& options);

struct CaseOptions {
  Common common;
  std::string folder;
  std::string selector;
  bool why = false;
};

int show_case(const CaseOptions& options);

struct DecideOptions {
  Common common;
  std::string folder;
  std::string selector;
  std::string document;
  std::vector<std::string> values;  ///< "name=value"
  std::string from_file;            ///< the record as JSON instead
  std::string draft;                ///< where the prepared text is kept
  std::vector<std::string> keys;
};

int decide(const DecideOptions& options);

struct DeliverOptions {
  Common common;
  std::string folder;
  std::string selector;
  std::vector<std::string> files;
  std::string row = "ds1";
  std::string draft;
  std::vector<std::string> keys;
  bool anew = false;  ///< remove an interrupted sealing instead of going on with it
};

int deliver(const DeliverOptions& options);

struct OpenOptions {
  Common common;
  std::string folder;
  std::string selector;
  std::string purpose;
  std::string out;
  std::string draft;
  std::vector<std::string> keys;
};

int open(const OpenOptions& options);

struct BundleCommand {
  Common common;
  std::string folder;
  std::string selector;
  std::string out;
  bool objects = false;
  std::string files;
};

int bundle(const BundleCommand& options);

struct CourierExportOptions {
  Common common;
  std::string folder;
  std::string peer;
  std::string file;
  std::string since;
  bool all = false;
};

int courier_export(const CourierExportOptions& options);

struct CourierImportOptions {
  Common common;
  std::string folder;
  std::string file;
};

int courier_import(const CourierImportOptions& options);

struct AgeOptions {
  std::vector<std::string> recipients;
  std::vector<std::string> recipient_files;
  bool decrypt = false;
  std::vector<std::string> identities;
  std::string in;
  std::string out;
};

int age(const AgeOptions& options);

struct LedgerOptions {
  Common common;
  std::string folder;
  std::string target;  ///< OUT, or the id of an entry's statement
  std::string vkey;
};

int ledger_export(const LedgerOptions& options);
int ledger_verify(const LedgerOptions& options);
int ledger_prove(const LedgerOptions& options);

}  // namespace comity::cli
