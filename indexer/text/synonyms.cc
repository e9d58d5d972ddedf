#include "indexer/text/synonyms.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "indexer/text/fold.h"

namespace socialekaart {
namespace {

constexpr size_t kMinPartLetters = 5;

bool IsId(absl::string_view id) {
  return !id.empty() && id.size() <= 40 && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) || absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
           c == '-' || c == '.';
  });
}

void Add(const std::string& term, size_t offset, size_t length, TextToken* token) {
  for (const TextForm& form : token->forms) {
    if (form.term == term) return;
  }
  token->forms.push_back({term, TextForm::Kind::kSynonym, offset, length});
}

}  // namespace

absl::StatusOr<std::string> Synonyms::Compile(const data::v1::Synonyms& synonyms, const Analyzer& analyzer) {
  struct Compiled {
    std::set<std::string> ids;
    bool fits_part = false;
  };
  std::map<std::string, Compiled> members;
  std::set<std::string> seen;
  for (const auto& group : synonyms.groups()) {
    if (!IsId(group.id()))
      return absl::InvalidArgumentError(
          absl::StrCat("synonyms: \"", group.id(), "\" is no id (small letters, digits, - and .)"));
    if (!seen.insert(group.id()).second)
      return absl::InvalidArgumentError(absl::StrCat("synonyms: the group \"", group.id(), "\" stands there twice"));
    for (const std::string& member : group.members()) {
      const std::vector<TextToken> tokens = analyzer.Analyze(member);
      if (tokens.empty() || tokens.size() > kMaxWords) {
        return absl::InvalidArgumentError(
            absl::StrCat("synonyms: \"", member, "\" of \"", group.id(), "\" is not one to ", kMaxWords, " words"));
      }
      std::vector<absl::string_view> lemmas;
      for (const TextToken& token : tokens) lemmas.push_back(token.forms.front().term);
      Compiled& compiled = members[absl::StrJoin(lemmas, " ")];
      compiled.ids.insert(group.id());
      compiled.fits_part = compiled.fits_part || (tokens.size() == 1 && tokens.front().word.size() >= kMinPartLetters);
      // "poh-jeugd" is also written "pohjeugd".
      for (const TextForm& form : tokens.front().forms) {
        if (tokens.size() > 1 && form.kind == TextForm::Kind::kLemma &&
            form.offset + form.length == tokens.back().offset + tokens.back().length) {
          members[form.term].ids.insert(group.id());
        }
      }
    }
  }
  std::string text;
  for (const auto& [lemmas, member] : members) {
    absl::StrAppend(&text, lemmas, "\t", member.fits_part ? "1" : "0", "\t", absl::StrJoin(member.ids, " "), "\n");
  }
  return text;
}

absl::StatusOr<Synonyms> Synonyms::Read(absl::string_view compiled) {
  Synonyms synonyms;
  for (const absl::string_view line : absl::StrSplit(compiled, '\n', absl::SkipEmpty())) {
    const std::vector<absl::string_view> columns = absl::StrSplit(line, '\t');
    if (columns.size() != 3) return absl::DataLossError("the compiled synonyms are damaged");
    const std::vector<std::string> lemmas = absl::StrSplit(columns[0], ' ');
    Member& member = synonyms.members_[columns[0]];
    member.fits_part = columns[1] == "1";
    for (const absl::string_view id : absl::StrSplit(columns[2], ' ')) member.terms.push_back(absl::StrCat("=", id));
    Beginning& beginning = synonyms.beginnings_[lemmas.front()];
    beginning.longest = std::max(beginning.longest, lemmas.size());
    for (const std::string& term : member.terms) {
      if (std::find(beginning.terms.begin(), beginning.terms.end(), term) == beginning.terms.end())
        beginning.terms.push_back(term);
    }
  }
  return synonyms;
}

absl::Span<const std::string> Synonyms::BeginningWith(absl::string_view lemma) const {
  const auto found = beginnings_.find(lemma);
  return found == beginnings_.end() ? absl::Span<const std::string>() : found->second.terms;
}

absl::Span<const std::string> Synonyms::OfPart(absl::string_view part) const {
  const auto found = members_.find(part);
  return found == members_.end() || !found->second.fits_part ? absl::Span<const std::string>() : found->second.terms;
}

void Synonyms::Mark(std::vector<TextToken>* tokens) const {
  for (size_t i = 0; i < tokens->size(); ++i) {
    TextToken& token = (*tokens)[i];
    // A hyphenated word has a second lemma, of the whole. What is added below is no lemma: the count stands.
    const size_t own_forms = token.forms.size();
    for (size_t form = 0; form < own_forms && token.forms[form].kind == TextForm::Kind::kLemma; ++form) {
      const std::string first = token.forms[form].term;
      const size_t offset = token.forms[form].offset, end = offset + token.forms[form].length;
      const auto known = beginnings_.find(first);
      if (known == beginnings_.end()) continue;
      for (size_t count = std::min(known->second.longest, tokens->size() - i); count > 0; --count) {
        std::string lemmas = first;
        for (size_t k = 1; k < count; ++k) absl::StrAppend(&lemmas, " ", (*tokens)[i + k].forms.front().term);
        const auto member = members_.find(lemmas);
        if (member == members_.end()) continue;
        const TextToken& last = (*tokens)[i + count - 1];
        for (const std::string& term : member->second.terms)
          Add(term, offset, (count == 1 ? end : last.offset + last.length) - offset, &token);
        break;
      }
    }
    for (size_t form = 0; form < own_forms; ++form) {
      if (token.forms[form].kind != TextForm::Kind::kPart) continue;
      const size_t offset = token.forms[form].offset, length = token.forms[form].length;
      for (const std::string& term : OfPart(token.forms[form].term)) Add(term, offset, length, &token);
    }
  }
}

}  // namespace socialekaart
