#include "services/matching/suggestion.h"

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace socialekaart {

void ExplainSuggestion(const data::v1::Policy& policy, v1::Suggestion* suggestion) {
  const std::array<std::pair<absl::string_view, v1::Fit>, 4> fits = {{{"problem", suggestion->problem_fit()},
                                                                      {"age", suggestion->age_fit()},
                                                                      {"area", suggestion->area_fit()},
                                                                      {"access", suggestion->access_fit()}}};
  for (const auto& [aspect, fit] : fits) {
    for (const auto& text : policy.fit_texts()) {
      if (text.aspect() != aspect || text.fit() != fit) continue;
      v1::Reason* reason = suggestion->add_reasons();
      reason->set_rule(absl::StrCat("fit.", aspect));
      reason->set_text(text.text());
    }
  }
}

}  // namespace socialekaart
