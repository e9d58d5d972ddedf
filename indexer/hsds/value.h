#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "indexer/hsds/schema.h"
#include "socialekaart/v1/directory_service.pb.h"

namespace socialekaart::hsds {

// What is wrong with one value. `rule` and `fix` are literals.
struct Fault {
  absl::string_view rule;
  v1::Finding::Severity severity;
  std::string message;
  absl::string_view fix;
};

// A value held against the form of its field: what is wrong with it, and what of it can be used. Messages do not quote
// the value, which may be someone's address.
struct Verdict {
  std::optional<Fault> fault;
  // What to keep: nothing = the value itself when there is no fault, and nothing at all when there is one.
  std::optional<nlohmann::json> mended;
};

// `value` is not null. Objects and lists are judged by their outer form alone.
Verdict Judge(const Field& field, const nlohmann::json& value);

// "active|inactive" -> does it hold `word`?
bool HasWord(absl::string_view words, absl::string_view word);

}  // namespace socialekaart::hsds
