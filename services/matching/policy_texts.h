#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "socialekaart/data/v1/policy.pb.h"

namespace socialekaart {

// A sentence of Policy.Texts and the placeholders that it may hold, separated by spaces.
struct TextField {
  absl::string_view name;
  const std::string& (data::v1::Policy::Texts::*text)() const;
  absl::string_view placeholders;
};

extern const absl::Span<const TextField> kTextFields;

inline const std::string& TextOf(const data::v1::Policy::Texts& texts, const TextField& field) {
  return (texts.*field.text)();
}
std::vector<absl::string_view> PlaceholdersOf(const TextField& field);

}  // namespace socialekaart
