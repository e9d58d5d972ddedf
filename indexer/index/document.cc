#include "indexer/index/document.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "indexer/index/facts.h"
#include "indexer/index/fields.h"
#include "indexer/index/summary.h"
#include "indexer/record/profile.h"
#include "indexer/text/fold.h"

namespace socialekaart {
namespace {

constexpr size_t kMaxTitle = 60;   // bytes of a name that suggestions look at

std::string WordsOf(const data::v1::Taxonomy::Term* term) {
  if (term == nullptr) return "";
  std::string words = term->display_name();
  for (const std::string& name : term->alternate_names()) absl::StrAppend(&words, " ", name);
  return words;
}

std::string TextOf(TextField field, const v1::Service& service, const v1::ServiceProfile& profile, const Taxonomy& taxonomy) {
  std::string text;
  switch (field) {
    case TextField::kName:
      return service.display_name();
    case TextField::kAlternateName:
      return service.alternate_name();
    case TextField::kProblem:
      for (const std::string& code : profile.problems()) absl::StrAppend(&text, " ", WordsOf(taxonomy.FindProblem(code)));
      return text;
    case TextField::kKind:
      return WordsOf(taxonomy.FindKind(profile.kind()));
    case TextField::kOrganization:
      return absl::StrCat(service.organization_detail().display_name(), " ", service.organization_detail().alternate_name());
    case TextField::kEligibility:
      return service.eligibility_description();
    case TextField::kPlace:
      for (const auto& at : service.service_at_locations()) {
        absl::StrAppend(&text, " ", at.location_detail().display_name());
        for (const auto& address : at.location_detail().addresses()) absl::StrAppend(&text, " ", address.city());
      }
      for (const auto& area : service.service_areas()) absl::StrAppend(&text, " ", area.name());
      return text;
    case TextField::kDescription:
      return service.description();
  }
  return text;
}

void AddTitles(const std::string& display_name, Xapian::Document* document) {
  const std::string folded = Fold(display_name);
  for (size_t at = 0; at < folded.size(); at = folded.find(' ', at)) {
    while (at < folded.size() && folded[at] == ' ') ++at;
    if (at < folded.size()) document->add_boolean_term(absl::StrCat(kTermTitle, absl::string_view(folded).substr(at, kMaxTitle)));
  }
}

}  // namespace

std::string NameTerm(const std::string& name) { return absl::StrCat(kTermName, name); }

std::string IndexedHash(const v1::Service& service) {
  const uint64_t hash = Hash(Serialize(service));
  return std::string(reinterpret_cast<const char*>(&hash), sizeof(hash));
}

Xapian::Document ToDocument(const v1::Service& service, const IndexingRules& rules, const Gazetteer& gazetteer) {
  Xapian::Document document;
  const v1::ServiceProfile profile = ProfileOf(service, rules.taxonomy, absl::InfinitePast());
  for (const auto& [field, wdf] : kTextFields) {
    for (const TextToken& token : rules.analyzer.Analyze(TextOf(field, service, profile, rules.taxonomy))) {
      document.add_term(token.term, wdf);
    }
  }
  AddTitles(service.display_name(), &document);
  document.add_boolean_term(NameTerm(service.name()));
  document.add_value(kSlotFacts, Pack(FactsOf(service, rules.taxonomy, gazetteer)));
  document.add_value(kSlotHash, IndexedHash(service));
  document.set_data(Summarize(service, rules.taxonomy).SerializeAsString());
  return document;
}

}  // namespace socialekaart
