#include "desk/courier.h"

#include "crypto/sha256.h"
#include "desk/context.h"
#include "evidence/outer_manifest.h"
#include "evidence/signed_manifest.h"
#include "exchange/courier_head.h"
#include "exchange/directory.h"
#include "exchange/mail_store.h"
#include "exchange/package_store.h"
#include "exchange/peer_store.h"
#include "object/blob_store.h"
#include "object/upload.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using exchange::OutboxState;
using exchange::PackageState;
using value::fail;
using value::Result;

constexpr std::size_t most_complete = 1'024;

/// RFC 9562 section 5.7: the first 48 bits of a letter's id are when it was made.
value::Instant made_at(const value::Uuid& letter) {
  std::int64_t ms = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    ms = ms * 256 + letter.octets.at(i);
  }
  return {ms};
}

bool under_way(const exchange::OutboundLetter& letter) {
  return letter.state == OutboxState::ready ||
         (letter.state == OutboxState::accepted && letter.wants_receipt);
}

bool was_sent(const exchange::OutboundLetter& letter) {
  return letter.state == OutboxState::accepted || letter.state == OutboxState::receipted;
}

Result<value::Bytes> bytes_of(const Context& context, const value::Digest& statement,
                              const value::Uuid& letter_id) {
  auto letters = context.stores.outbox.of_statement(statement);
  if (!letters) {
    return fail(letters.error());
  }
  const auto found =
      std::find_if(letters->begin(), letters->end(), [&](const exchange::OutboundLetter& letter) {
        return letter.letter_id == letter_id && !letter.letter.empty();
      });
  return found == letters->end() ? fail("DESK-06", letter_id.text())
                                 : Result<value::Bytes>(std::move(found->letter));
}

Result<void> gather_letters(const Context& context, const CourierPlan& plan,
                            CourierContents& contents) {
  auto rows = context.stores.outbox.list(plan.all ? exchange::max_courier_letters : 0);
  if (!rows) {
    return fail(rows.error());
  }
  const value::Instant now = context.clock.now();
  for (const exchange::OutboundLetter& row : *rows) {
    if (row.to_node != plan.to_node || (plan.since && made_at(row.letter_id) < *plan.since)) {
      continue;
    }
    contents.held += row.state == OutboxState::held ? 1U : 0U;
    if (!under_way(row) && !(plan.all && was_sent(row))) {
      continue;
    }
    if (row.expires <= now) {
      ++contents.expired;
      continue;
    }
    auto bytes = bytes_of(context, row.statement, row.letter_id);
    if (!bytes) {
      return fail(bytes.error());
    }
    contents.head.letters.push_back({row.letter_id, crypto::sha256(*bytes), bytes->size()});
    contents.head.length += bytes->size();
    contents.statements.push_back(row.statement);
  }
  return {};
}

Result<std::uint64_t> octets_of(const exchange::StoredPackage& package) {
  auto outer = evidence::read_outer(value::text_of(package.outer));
  if (!outer) {
    return fail(outer.error());
  }
  std::uint64_t octets = package.outer.size();
  for (const evidence::SealedObject& object : outer->manifest.objects) {
    const std::uint64_t length = object.extent.length;
    if (length > exchange::max_courier_object) {
      return fail("EXCH-23", "an object of " + std::to_string(length) + " octets in package " +
                                 package.package_id.text());
    }
    octets += length + object::chunk_count(length) * sizeof(value::Digest::octets);
  }
  return octets;
}

Result<void> gather_packages(const Context& context, const CourierPlan& plan,
                             CourierContents& contents) {
  for (const PackageState state : {PackageState::sending, PackageState::sent}) {
    if (state == PackageState::sent && !plan.all) {
      continue;
    }
    auto packages = context.stores.packages.in_state(state);
    if (!packages) {
      return fail(packages.error());
    }
    for (exchange::StoredPackage& package : *packages) {
      if (package.to_node != plan.to_node) {
        continue;
      }
      auto octets = octets_of(package);
      if (!octets) {
        return fail(octets.error());
      }
      contents.head.packages.push_back(
          {package.package_id, crypto::sha256(package.outer), package.outer.size()});
      contents.head.length += *octets;
      contents.packages.push_back(std::move(package));
    }
  }
  return {};
}

/// Packages of the peer's that are whole here, the newest first.
Result<std::vector<value::Uuid>> complete_from(const Context& context, const std::string& peer) {
  std::vector<exchange::StoredPackage> all;
  for (const PackageState state : {PackageState::complete, PackageState::opened}) {
    auto packages = context.stores.packages.in_state(state);
    if (!packages) {
      return fail(packages.error());
    }
    for (exchange::StoredPackage& package : *packages) {
      if (package.from_node == peer) {
        all.push_back(std::move(package));
      }
    }
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::pair(b.changed_at, b.package_id) < std::pair(a.changed_at, a.package_id);
  });
  std::vector<value::Uuid> ids;
  for (std::size_t i = 0; i < std::min(all.size(), most_complete); ++i) {
    ids.push_back(all[i].package_id);
  }
  return ids;
}

Result<value::Bytes> own_chain(const Context& context) {
  auto stored = context.stores.peers.peers();
  if (!stored) {
    return fail(stored.error());
  }
  const auto own =
      std::find_if(stored->begin(), stored->end(),
                   [&](const exchange::StoredPeer& peer) { return peer.node == context.node; });
  return own == stored->end() ? fail("DESK-01", context.node)
                              : Result<value::Bytes>(std::move(own->chain));
}

/// Who writes to whom, and what each of them is told about the other.
Result<void> gather_head(const Context& context, const CourierPlan& plan,
                         CourierContents& contents) {
  const auto directory = context.directory.now();
  const exchange::KnownNode* peer = directory->node(plan.to_node);
  if (peer == nullptr || plan.to_node == context.node) {
    return fail("EXCH-08", plan.to_node);
  }
  auto checkpoint = value::required(context.stores.ledger.checkpoint(), "DESK-01", context.node);
  auto remembers = context.stores.peers.checkpoint(peer->chain.latest().origin);
  auto chain = own_chain(context);
  auto complete = complete_from(context, plan.to_node);
  if (!checkpoint || !remembers) {
    return fail(!checkpoint ? checkpoint.error() : remembers.error());
  }
  if (!chain || !complete) {
    return fail(!chain ? chain.error() : complete.error());
  }
  exchange::CourierHead& head = contents.head;
  head.from_node = context.node;
  head.to_node = plan.to_node;
  head.from_desk = plan.from_desk;
  head.made_at = context.clock.now();
  head.checkpoint = *std::move(checkpoint);
  head.remembers = remembers->value_or("");
  head.chain = crypto::sha256(*chain);
  head.chain_length = chain->size();
  head.length = chain->size();
  head.complete = *std::move(complete);
  contents.chain = *std::move(chain);
  return {};
}

/// Everything after the first line goes through here, counted.
class Writing {
 public:
  Writing(const Context& context, const CourierOutput& output)
      : context_(context), output_(output) {}

  Result<void> put(value::BytesView bytes) {
    done_ += bytes.size();
    if (output_.progress) {
      output_.progress(done_);
    }
    return output_.write(bytes);
  }

  Result<void> object(const object::ObjectId& id);
  Result<void> package(const exchange::StoredPackage& package);

 private:
  const Context& context_;
  const CourierOutput& output_;
  std::uint64_t done_ = 0;
};

Result<void> Writing::object(const object::ObjectId& id) {
  auto leaves = context_.stores.blobs.leaves(id);
  if (!leaves) {
    return fail(leaves.error());
  }
  for (const object::Leaf& leaf : *leaves) {
    if (auto put_one = put(leaf.digest.view()); !put_one) {
      return put_one;
    }
  }
  for (const object::Leaf& leaf : *leaves) {
    auto bytes = context_.stores.blobs.get(id, leaf.index);
    if (!bytes) {
      return fail(bytes.error());
    }
    if (object::chunk_leaf(*bytes) != leaf.digest) {
      return fail("OBJ-10",
                  "object " + std::to_string(id.number) + ", chunk " + std::to_string(leaf.index));
    }
    if (auto put_one = put(*bytes); !put_one) {
      return put_one;
    }
  }
  return {};
}

Result<void> Writing::package(const exchange::StoredPackage& package) {
  auto outer = evidence::read_outer(value::text_of(package.outer));
  auto done = outer ? put(package.outer) : fail(outer.error());
  for (std::uint32_t i = 0; done && i < outer->manifest.objects.size(); ++i) {
    done = object({package.package_id, i});
  }
  return done;
}

}  // namespace

Result<CourierContents> gather_courier(const Context& context, const CourierPlan& plan) {
  CourierContents contents;
  auto gathered = gather_head(context, plan, contents);
  gathered = gathered ? gather_letters(context, plan, contents) : gathered;
  gathered = gathered ? gather_packages(context, plan, contents) : gathered;
  return gathered ? Result<CourierContents>(std::move(contents)) : fail(gathered.error());
}

Result<void> write_courier(const Context& context, const CourierContents& contents,
                           const CourierOutput& output) {
  auto secrets = secrets_of(context, contents.head.from_desk);
  auto line = secrets ? exchange::write_courier_head(contents.head, *secrets->signer, context.root)
                      : fail(secrets.error());
  if (!line) {
    return fail(line.error());
  }
  Writing writing(context, output);
  auto done = output.write(value::bytes_of(*line + "\n"));
  done = done ? writing.put(contents.chain) : done;
  for (std::size_t i = 0; done && i < contents.statements.size(); ++i) {
    auto bytes = bytes_of(context, contents.statements[i], contents.head.letters[i].id);
    done = bytes ? writing.put(*bytes) : fail(bytes.error());
  }
  for (std::size_t i = 0; done && i < contents.packages.size(); ++i) {
    done = writing.package(contents.packages[i]);
  }
  return done;
}

}  // namespace comity::desk
