#include "services/suggest.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "indexer/base/status.h"
#include "indexer/text/fold.h"
#include "services/search_request.h"

namespace socialekaart {
namespace {

constexpr size_t kMaxTypedBytes = 200;
constexpr size_t kMaxPrefixBytes = 60;
constexpr int kMaxSuggestions = 20;
constexpr int kDefaultSuggestions = 10;

}  // namespace

Suggester::Suggester(const IndexingRules& rules) : taxonomy_(rules.taxonomy) {
  for (const bool is_problem : {true, false}) {
    const auto& terms = is_problem ? taxonomy_.data().problems() : taxonomy_.data().kinds();
    for (int i = 0; i < terms.size(); ++i) {
      AddKeys(terms[i].display_name(), is_problem, i, rules.analyzer);
      for (const std::string& name : terms[i].alternate_names()) AddKeys(name, is_problem, i, rules.analyzer);
    }
  }
  std::sort(keys_.begin(), keys_.end());
}

void Suggester::AddKeys(const std::string& name, bool is_problem, int term, const Analyzer& analyzer) {
  const auto add = [&](size_t offset) { keys_.push_back({Fold(absl::string_view(name).substr(offset)), is_problem, term, offset}); };
  for (const TextToken& token : analyzer.Analyze(name)) {
    add(token.offset);
    for (const TextForm& form : token.forms) {
      if (form.kind == TextForm::Kind::kPart && form.offset > token.offset) add(form.offset);
    }
  }
}

// The terms found, those with services first, then those that begin so, then those with most services.
void Suggester::AddTerms(const std::string& prefix, bool problems, const std::array<uint32_t, 64>& counts, size_t most,
                         v1::SuggestTermsResponse* response) const {
  std::map<int, size_t> found;  // term -> least offset
  for (auto key = std::lower_bound(keys_.begin(), keys_.end(), Key{prefix, problems, 0, 0}); key != keys_.end() && absl::StartsWith(key->folded, prefix); ++key) {
    if (key->is_problem != problems) continue;
    const auto [at, is_new] = found.try_emplace(key->term, key->offset);
    if (!is_new) at->second = std::min(at->second, key->offset);
  }
  std::vector<std::pair<int, size_t>> terms(found.begin(), found.end());
  const auto rank = [&](const auto& term) {
    const uint32_t count = counts[static_cast<size_t>(term.first)];
    return std::tuple(count == 0, term.second > 0, UINT32_MAX - count);
  };
  std::stable_sort(terms.begin(), terms.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  for (size_t i = 0; i < std::min(most, terms.size()); ++i) {
    const auto& term = problems ? taxonomy_.data().problems(terms[i].first) : taxonomy_.data().kinds(terms[i].first);
    auto* suggestion = response->add_suggestions();
    suggestion->set_text(term.display_name());
    suggestion->set_kind(problems ? "problem" : "kind");
    suggestion->set_code(term.code());
    suggestion->set_count(counts[static_cast<size_t>(terms[i].first)]);
  }
}

absl::StatusOr<v1::SuggestTermsResponse> Suggester::Suggest(const v1::SuggestTermsRequest& request, Index& index, const Places& places) const {
  std::vector<v1::FieldViolation> faults;
  if (request.text().empty() || request.text().size() > kMaxTypedBytes) {
    faults.push_back(Violation("text", request.text().empty() ? "is empty" : "is too long", "1 to 200 bytes"));
  }
  if (request.page_size() < 0) faults.push_back(Violation("page_size", "is negative", "0 to 20"));
  if (!faults.empty()) return InvalidFields(std::move(faults));
  const auto limit = static_cast<size_t>(std::min(request.page_size() == 0 ? kDefaultSuggestions : request.page_size(), kMaxSuggestions));

  CompletionQuery query{.prefix = Fold(request.text()).substr(0, kMaxPrefixBytes), .limit = limit};
  const Gazetteer gazetteer = places.gazetteer();
  if (request.has_place()) {
    const auto place = places.Resolve(request.place());
    if (!place.ok()) return place.status();
    query.place = gazetteer.CodesOf(*place);
    if (place->has_point()) query.point = place->point();
  }
  auto completions = index.Complete(query);
  if (!completions.ok() && !absl::IsUnavailable(completions.status())) return completions.status();
  if (!completions.ok()) completions.emplace();

  // Of each sort a share, so that none crowds out the others; names of services take what is left.
  v1::SuggestTermsResponse response;
  AddTerms(query.prefix, true, completions->problem_counts, (limit + 1) / 2, &response);
  AddTerms(query.prefix, false, completions->kind_counts, (limit + 3) / 4, &response);
  for (const PlaceSuggestion& place : gazetteer.Complete(request.text(), (limit + 3) / 4)) {
    auto* suggestion = response.add_suggestions();
    suggestion->set_text(place.text);
    suggestion->set_kind("place");
    suggestion->set_code(place.municipality_code);
  }
  for (const NameCompletion& name : completions->names) {
    auto* suggestion = response.add_suggestions();
    suggestion->set_text(name.text);
    suggestion->set_kind("service");
    suggestion->set_code(name.name);
    suggestion->set_count(name.count);
  }
  const auto surplus = response.suggestions_size() - static_cast<int>(limit);
  if (surplus > 0) response.mutable_suggestions()->DeleteSubrange(static_cast<int>(limit), surplus);
  return response;
}

}  // namespace socialekaart
