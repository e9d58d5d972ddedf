#include "services/search_request.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "indexer/base/date.h"
#include "indexer/base/status.h"
#include "services/page_token.h"
#include "services/place_in_text.h"

namespace socialekaart {
namespace {

constexpr int kMaxFilterValues = 100;
constexpr int kMaxRadius_m = 500'000;
constexpr double kMaxAge = 130;
constexpr int kDefaultPageSize = 10;

using Terms = google::protobuf::RepeatedPtrField<data::v1::Taxonomy::Term>;
using Codes = google::protobuf::RepeatedPtrField<std::string>;

constexpr std::array<std::pair<absl::string_view, Facet>, 5> kFacets = {{
    {"level", Facet::kLevel}, {"kind", Facet::kKind}, {"problem", Facet::kProblem},
    {"access", Facet::kAccess}, {"municipality", Facet::kMunicipality}}};

// Collects the faults of a request.
class Faultfinder {
 public:
  void Require(bool holds, absl::string_view field, absl::string_view what, absl::string_view expected) {
    if (!holds && violations.size() < kMaxFilterValues) violations.push_back(Violation(field, what, expected));
  }
  void RequireCodes(const Codes& codes, const Terms& terms, absl::string_view field) {
    Require(codes.size() <= kMaxFilterValues, field, absl::StrCat("has ", codes.size(), " values"), "at most 100");
    for (int i = 0; i < std::min(codes.size(), kMaxFilterValues); ++i) {
      const bool known = std::any_of(terms.begin(), terms.end(), [&](const auto& term) { return term.code() == codes[i]; });
      if (known) continue;
      std::string expected;
      for (const auto& term : terms) absl::StrAppend(&expected, expected.empty() ? "" : ", ", term.code());
      Require(false, absl::StrCat(field, "[", i, "]"), "is no code of the taxonomy", expected);
    }
  }
  std::vector<v1::FieldViolation> violations;
};

void CheckFilter(const v1::SearchServicesRequest& request, bool has_place, const Taxonomy& taxonomy, Faultfinder* check) {
  const v1::SearchFilter& filter = request.filter();
  check->Require(filter.levels_size() <= kMaxFilterValues, "filter.levels", absl::StrCat("has ", filter.levels_size(), " values"), "at most 100");
  for (int i = 0; i < std::min(filter.levels_size(), kMaxFilterValues); ++i) {
    check->Require(filter.levels(i) != v1::HELP_LEVEL_UNSPECIFIED && v1::HelpLevel_IsValid(filter.levels(i)), absl::StrCat("filter.levels[", i, "]"),
                   "is no level", "1 to 9");
  }
  check->RequireCodes(filter.kinds(), taxonomy.data().kinds(), "filter.kinds");
  check->RequireCodes(filter.problems(), taxonomy.data().problems(), "filter.problems");
  check->Require(filter.languages_size() <= kMaxFilterValues, "filter.languages", absl::StrCat("has ", filter.languages_size(), " values"), "at most 100");
  for (int i = 0; i < std::min(filter.languages_size(), kMaxFilterValues); ++i) {
    const std::string& code = filter.languages(i);
    check->Require(code.size() == 2 && absl::ascii_isalpha(static_cast<unsigned char>(code[0])) && absl::ascii_isalpha(static_cast<unsigned char>(code[1])),
                   absl::StrCat("filter.languages[", i, "]"), "is no language code", "ISO 639-1: nl, ar, pl");
  }
  if (filter.has_radius_m()) {
    check->Require(filter.radius_m() >= 1 && filter.radius_m() <= kMaxRadius_m, "filter.radius_m", absl::StrCat("is ", filter.radius_m()), "1 to 500,000 metres");
    check->Require(has_place, "filter.radius_m", "has no place to measure from", "a place");
  }
  if (filter.has_min_quality()) {
    check->Require(filter.min_quality() >= 0 && filter.min_quality() <= 1, "filter.min_quality", "is out of range", "0 to 1");
  }
}

}  // namespace

uint64_t HashOfSearch(v1::SearchServicesRequest request) {
  request.clear_page_token();
  request.clear_page_size();
  request.clear_min_revision();
  request.clear_explain();
  request.clear_facets();
  return Hash(Serialize(request));
}

IndexQuery TextQueryOf(const std::string& text, const Matcher& matcher) {
  IndexQuery query{.text = text};
  for (const Matcher::Wording& wording : matcher.FindWordings(text)) {
    const auto means = wording.problem.empty() ? TextHint::Means::kDanger : TextHint::Means::kProblem;
    query.hints.push_back({means, wording.problem, wording.offset, wording.length});
  }
  return query;
}

void SetPlace(const v1::ResolvedPlace& place, const Gazetteer& gazetteer, IndexQuery* query) {
  query->place = gazetteer.CodesOf(place);
  if (place.has_point()) query->point = place.point();
}

absl::StatusOr<PlannedSearch> PlanSearch(const v1::SearchServicesRequest& request, const IndexingRules& rules, const Places& places, const Matcher& matcher) {
  if (request.text().size() > kMaxTextBytes) {
    return InvalidField("text", absl::StrCat("is ", request.text().size(), " bytes long"), "at most 1,000", v1::ERROR_REASON_QUERY_TOO_LONG);
  }
  Faultfinder check;
  if (request.has_age_years()) {
    check.Require(request.age_years() >= 0 && request.age_years() <= kMaxAge, "age_years", "is out of range", "0 to 130 years");
  }
  check.Require(request.page_size() >= 0, "page_size", absl::StrCat("is ", request.page_size()), "0 for the default, or 1 to 100");
  check.Require(request.min_revision() >= 0, "min_revision", "is negative", "a revision that a write answered");
  std::optional<PlaceInText> in_text;
  if (!request.has_place()) in_text = FindPlace(request.text(), places, rules);
  CheckFilter(request, request.has_place() || in_text, rules.taxonomy, &check);

  PlannedSearch planned;
  planned.query = TextQueryOf(request.text(), matcher);
  IndexQuery& query = planned.query;
  for (int i = 0; i < request.facets_size(); ++i) {
    const auto* facet = std::find_if(kFacets.begin(), kFacets.end(), [&](const auto& known) { return known.first == request.facets(i); });
    const bool is_new = facet != kFacets.end() && std::find(query.facets.begin(), query.facets.end(), facet->second) == query.facets.end();
    check.Require(is_new, absl::StrCat("facets[", i, "]"), "is no facet, or stands twice", "level, kind, problem, access, municipality");
    if (is_new) query.facets.push_back(facet->second);
  }
  if (!check.violations.empty()) return InvalidFields(std::move(check.violations));

  if (!request.page_token().empty()) {
    const auto token = DecodePageToken(request.page_token(), HashOfSearch(request));
    if (!token.ok()) return token.status();
    query.page = {static_cast<size_t>(token->offset()), token->revision(), {token->shown().begin(), token->shown().end()}};
  }
  query.count = static_cast<size_t>(std::min(request.page_size() == 0 ? kDefaultPageSize : request.page_size(), kMaxPageSize));
  if (request.has_place()) {
    auto place = places.Resolve(request.place());
    if (!place.ok()) return place.status();
    planned.place = *std::move(place);
  } else if (in_text) {
    planned.place = std::move(in_text->place);
    query.hints.push_back({TextHint::Means::kPlace, "", in_text->offset, in_text->length});
    if (in_text->length == absl::StripAsciiWhitespace(query.text).size()) query.text.clear();
  }
  if (request.has_place() || in_text) SetPlace(planned.place, places.gazetteer(), &query);
  if (request.filter().has_radius_m() && !query.point) {
    return InvalidField("filter.radius_m", "has no point to measure from: the place is ambiguous", "one of place.candidates, or no radius");
  }
  const v1::SearchFilter& filter = request.filter();
  query.explain = request.explain();
  if (request.has_age_years()) query.age_years = request.age_years();
  for (const int level : filter.levels()) query.levels.push_back(static_cast<v1::HelpLevel>(level));
  query.kinds = {filter.kinds().begin(), filter.kinds().end()};
  query.problems = {filter.problems().begin(), filter.problems().end()};
  for (const std::string& language : filter.languages()) query.languages.push_back(absl::AsciiStrToLower(language));
  query.free_access = filter.free_access();
  query.include_temporarily_closed = filter.include_temporarily_closed();
  if (filter.has_radius_m()) query.radius_m = filter.radius_m();
  if (filter.has_min_quality()) query.min_quality = filter.min_quality();
  if (filter.has_open_at()) query.open_at = FromTimestamp(filter.open_at());
  return planned;
}

}  // namespace socialekaart
