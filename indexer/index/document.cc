#include "indexer/index/document.h"

#include <algorithm>
#include <utility>

#include "absl/container/btree_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "indexer/index/facts.h"
#include "indexer/index/fields.h"
#include "indexer/index/summary.h"
#include "indexer/index/text_query.h"
#include "indexer/index/words.h"
#include "indexer/record/profile.h"
#include "indexer/text/fold.h"
#include "indexer/text/tokenizer.h"

namespace socialekaart {
namespace {

constexpr size_t kMaxTitle = 60;   // bytes of a name that suggestions look at
constexpr size_t kMaxTerm = 200;   // bytes; Xapian takes 245
constexpr Xapian::termpos kFieldGap = 100;  // no phrase spans two fields
constexpr uint32_t kProblemCount = 12;  // of the one problem a service is there for; less of each of several

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

void AddTitle(absl::string_view title, Xapian::Document* document) {
  const std::string folded = Fold(title.substr(0, kMaxTitle));
  if (!folded.empty()) document->add_boolean_term(absl::StrCat(kTermTitle, folded));
}

// From each of its words on, and from each part of a compound: typing "stoornis" offers "eetstoornis".
void AddTitles(const std::string& name, const std::vector<TextToken>& tokens, Xapian::Document* document) {
  const absl::string_view title(name);
  for (const TextToken& token : tokens) {
    AddTitle(title.substr(token.offset), document);
    for (const TextForm& form : token.forms) {
      if (form.kind == TextForm::Kind::kPart && form.offset > token.offset) AddTitle(title.substr(form.offset), document);
    }
  }
}

// Words at the positions where they stand, so that phrases can be found; parts and synonyms without.
void AddText(const std::vector<TextToken>& tokens, uint32_t weight, const TextFieldRow& row, Xapian::termpos* position, Xapian::Document* document) {
  for (const TextToken& token : tokens) {
    ++*position;
    for (const TextForm& form : token.forms) {
      // A stop word may begin a synonym of several words: "uit elkaar".
      const bool is_left_out = token.is_stop_word && !row.is_name && form.kind != TextForm::Kind::kSynonym;
      if (is_left_out || form.term.size() > kMaxTerm) continue;
      if (row.is_label) {
        document->add_term(LabelTerm(form.term), form.kind == TextForm::Kind::kPart ? weight : 2 * weight);
        continue;
      }
      switch (form.kind) {
        case TextForm::Kind::kLemma:
          document->add_posting(form.term, *position, 2 * weight);
          break;
        case TextForm::Kind::kSynonym:
          document->add_term(form.term, 2 * weight);
          break;
        case TextForm::Kind::kPart:
          document->add_term(form.term, weight);
          break;
      }
    }
  }
  *position += kFieldGap;
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
  Xapian::termpos position = 0;
  for (const TextFieldRow& row : kIndexedFields) {
    const std::string text = TextOf(row.field, service, profile, rules.taxonomy);
    if (text.empty()) continue;
    const std::vector<TextToken> tokens = rules.analyzer.Analyze(text);
    AddText(tokens, (rules.ranking.fields().*row.weight)(), row, &position, &document);
    if (row.field == TextField::kName || row.field == TextField::kAlternateName) {
      if (const std::string term = ExactNameTerm(tokens); !term.empty() && term.size() <= kMaxTerm) document.add_term(term);
    }
    if (row.field == TextField::kName) AddTitles(text, tokens, &document);
  }
  for (const std::string& code : profile.problems()) {
    document.add_term(ProblemTerm(code), std::max(1u, kProblemCount / static_cast<uint32_t>(profile.problems_size())));
  }
  for (const int level : profile.levels()) {
    if (level == v1::HELP_LEVEL_SAFETY) document.add_term(kSafetyTerm, kProblemCount);
  }
  document.add_boolean_term(NameTerm(service.name()));
  document.add_value(kSlotFacts, Pack(FactsOf(service, rules.taxonomy, gazetteer)));
  document.add_value(kSlotHash, IndexedHash(service));
  store::v1::IndexedSummary summary;
  summary.set_service(Summarize(service, rules.taxonomy).SerializeAsString());
  summary.set_description(service.description());
  document.set_data(summary.SerializeAsString());
  return document;
}

bool IsTextTerm(absl::string_view term) { return !term.empty() && !absl::ascii_isupper(static_cast<unsigned char>(term[0])); }

std::vector<std::pair<std::string, uint8_t>> TextTermsOf(const Xapian::Document& document, const data::v1::Ranking::Fields& weights) {
  uint32_t length = 0;
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) length += term.get_wdf();
  std::vector<std::pair<std::string, uint8_t>> terms;
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
    std::string text = *term;
    if (IsTextTerm(text)) terms.emplace_back(std::move(text), Impact(term.get_wdf(), length, weights));
  }
  return terms;
}

std::vector<std::string> SpellingsOf(const store::v1::IndexedSummary& summary) {
  absl::btree_set<std::string> words;
  v1::Service service;
  service.ParseFromString(summary.service());
  for (const std::string* text : {&service.display_name(), &service.alternate_name(), &summary.description(), &service.eligibility_description(),
                                  &service.organization_detail().display_name()}) {
    for (RawToken& token : Tokenize(*text)) words.insert(std::move(token.word));
  }
  return {words.begin(), words.end()};
}

}  // namespace socialekaart
