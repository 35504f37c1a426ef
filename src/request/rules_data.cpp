#include "record/form.h"
#include "record/view.h"
#include "register/directory_entry.h"
#include "register/state_profile.h"
#include "request/answers.h"
#include "request/check_input.h"
#include "request/folding.h"
#include "request/rule_book.h"
#include "request/rules.h"
#include "request/subject.h"
#include "value/instant.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::request {
namespace {

using Days = std::chrono::days;

constexpr Days traffic_cap(30);
constexpr Days content_cap(180);
constexpr Days before_acts(30);

void refuse_phrases(const CheckInput& input, Answers& answers, const std::string& path) {
  const record::View at = input.record.at(path);
  std::vector<std::string> texts = at.texts();
  if (const auto one = at.text()) {
    texts.push_back(*one);
  }
  for (const std::string& text : texts) {
    const Folded folded(text);
    const auto& phrases = input.data->rules.broad_phrases();
    const auto broad = std::ranges::find_if(
        phrases, [&](const BroadPhrase& phrase) { return folded.holds(phrase.folded); });
    if (broad != phrases.end()) {
      answers.block(path, "\"" + broad->text + "\" asks for everything");
    }
  }
}

void asks_for_something_particular(const CheckInput& input, Answers& answers) {
  for (const DataRow& row : rows_of(input.record)) {
    for (const char* field : {".relation_to_offence", ".period_justification",
                              ".filters.counterparties", ".filters.folders", ".filters.keywords"}) {
      refuse_phrases(input, answers, row.path + field);
    }
    if (row.view.at("subtypes").items().empty()) {
      answers.block(row.path + ".subtypes", "category " + row.category + " without subtypes");
    }
  }
  refuse_phrases(input, answers, "special_procedures");
}

void check_period(const CheckInput& input, Answers& answers, const DataRow& row) {
  const auto from = row.view.at("period_from").instant();
  const auto to = row.view.at("period_to").instant();
  const bool blocks = !is_preservation(input.kind);
  if (!from || !to) {
    answers.object(blocks, row.path + (from ? ".period_to" : ".period_from"),
                   row.category + " data needs a period");
    return;
  }
  if (*to < *from) {
    answers.object(blocks, row.path + ".period_to", "the period ends before it begins");
    return;
  }
  if (row.view.at("period_justification").present()) {
    return;
  }
  const Days cap = row.category == "traffic" ? traffic_cap : content_cap;
  if (*to - *from > cap) {
    answers.warn(row.path + ".period_to",
                 "the period is longer than " + std::to_string(cap.count()) + " days");
  }
  const auto acts = input.record.at("acts_from").instant();
  if (acts && *from + before_acts < *acts) {
    answers.warn(row.path + ".period_from", "the period begins more than 30 days before the acts");
  }
}

void periods_are_bounded(const CheckInput& input, Answers& answers) {
  for (const DataRow& row : rows_of(input.record)) {
    if (row.category == "traffic" || row.category == "content") {
      check_period(input, answers, row);
    }
  }
}

const std::vector<std::string>* accepted(const CheckInput& input, std::string_view category) {
  if (input.requested != nullptr) {
    const auto found = input.requested->authorisation_matrix.find(category);
    if (found != input.requested->authorisation_matrix.end()) {
      return &found->second;
    }
  }
  return input.data->rules.authorisations(category);
}

bool attached(const record::View& record, const std::optional<std::string>& digest) {
  const auto files = record.at("attachments").items();
  return digest && std::any_of(files.begin(), files.end(), [&](const record::View& file) {
           return file.at("sha256").text() == digest;
         });
}

void check_authorised(const CheckInput& input, Answers& answers, const DataRow& row) {
  const record::View authorisation = input.record.at("authorisation");
  const auto type = authorisation.at("type").text();
  const std::vector<std::string>* types = accepted(input, row.category);
  if (!type) {
    answers.block("authorisation", row.category + " data needs an authorisation");
  } else if (types == nullptr || std::find(types->begin(), types->end(), *type) == types->end()) {
    const std::string least = types != nullptr && !types->empty() ? types->front() : "none";
    answers.block("authorisation.type",
                  *type + " is not enough for " + row.category + " data; the least is " + least);
  } else if (*type == "none_needed_by_law" &&
             !attached(input.record, authorisation.at("decision_digest").text())) {
    answers.block("authorisation.decision_digest",
                  "the provision that needs no authorisation is not attached");
  }
}

void authorised_as_the_state_asks(const CheckInput& input, Answers& answers) {
  const bool exempt = is_preservation(input.kind) || input.kind == "emergency_disclosure" ||
                      input.kind == "traffic_partial_disclosure";
  if (exempt) {
    return;
  }
  for (const DataRow& row : rows_of(input.record)) {
    check_authorised(input, answers, row);
  }
}

void content_can_be_read(const CheckInput& input, Answers& answers) {
  const auto rows = rows_of(input.record);
  const auto content = std::find_if(rows.begin(), rows.end(),
                                    [](const DataRow& row) { return row.category == "content"; });
  if (content == rows.end()) {
    return;
  }
  const std::string id = input.record.at("provider.directory_id").text().value_or("");
  const auto* provider = input.requested != nullptr ? input.requested->provider(id) : nullptr;
  if (provider == nullptr) {
    answers.not_checked(
        "The provider is not in the State's profile: whether content is encrypted end to end is "
        "not known.");
  } else if (provider->end_to_end_encrypted) {
    answers.warn(content->path + ".category",
                 provider->name + " cannot read content: it is encrypted end to end");
  }
}

/// An identifier that stands for everybody at a place or in a network.
bool is_dragnet(const Identifier& each) {
  const int most =
      each.ip && each.ip->v6 ? 48 : 32;  // a household or small site holds a /48 or /56
  const bool network = each.ip && each.ip->prefix && *each.ip->prefix < most;
  return each.type == "cell_id" || each.type == "asn" || network;
}

void names_somebody(const CheckInput& input, Answers& answers) {
  const auto identifiers = identifiers_of(input.record);
  for (const DataRow& row : rows_of(input.record)) {
    const auto references = row.view.at("identifier_refs").texts();
    bool particular = false;
    for (const Identifier& each : identifiers) {
      const bool named =
          std::find(references.begin(), references.end(), each.id) != references.end();
      particular = particular || (named && !is_dragnet(each));
    }
    const bool searched = !row.view.at("filters.keywords").items().empty();
    if (references.empty() && searched) {
      answers.block(row.path + ".filters.keywords", "a keyword search over all users");
    } else if (!references.empty() && !identifiers.empty() && !particular) {
      answers.block(row.path + ".identifier_refs",
                    "everybody at a cell, an area or a network is asked for");
    }
  }
}

void rows_prove_something(const CheckInput& input, Answers& answers) {
  for (const DataRow& row : rows_of(input.record)) {
    const std::string text = row.view.at("relation_to_offence").text().value_or("");
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
      answers.block(row.path + ".relation_to_offence", "nothing says what this row proves");
    }
  }
}

void controller_comes_first(const CheckInput& input, Answers& answers) {
  const auto choice = input.record.at("controller_processor").text();
  if (choice == "processor_directly") {
    answers.warn("controller_processor",
                 "the organisation that controls the account is passed over");
  } else if (!choice && !rows_of(input.record).empty()) {
    answers.not_checked("Nothing says whether the account belongs to an organisation.");
  }
}

constexpr std::array rules = {
    Rule{"DS-01", asks_for_something_particular},
    Rule{"DS-02", periods_are_bounded},
    Rule{"DS-03", authorised_as_the_state_asks},
    Rule{"DS-04", content_can_be_read},
    Rule{"DS-05", names_somebody},
    Rule{"DS-06", rows_prove_something},
    Rule{"DS-07", controller_comes_first},
};

}  // namespace

std::span<const Rule> data_rules() { return rules; }

}  // namespace comity::request
