#pragma once

#include <array>
#include <cstdint>

#include "socialekaart/data/v1/ranking.pb.h"

namespace socialekaart {

// Everything that a document of the index holds, in one place. One document is one service with all its locations. A change here is a
// new kSchemaVersion: an index of another version is rebuilt.
inline constexpr char kSchemaVersion[] = "4";

// Text that is searched. What each field weighs stands in data/ranking.textproto.
enum class TextField { kName, kAlternateName, kProblem, kKind, kOrganization, kEligibility, kPlace, kDescription };
struct TextFieldRow {
  TextField field;
  uint32_t (data::v1::Ranking::Fields::*weight)() const;
  bool is_name;   // its stop words are searched too: "Met Jou"
  bool is_label;  // names of codes, the same for many records: terms of their own, so that they do not make the word itself common
};
using FieldWeights = data::v1::Ranking::Fields;
inline constexpr auto kIndexedFields = std::to_array<TextFieldRow>({
    {TextField::kName, &FieldWeights::name, true, false},
    {TextField::kAlternateName, &FieldWeights::alternate_name, true, false},
    {TextField::kProblem, &FieldWeights::problem, false, true},
    {TextField::kKind, &FieldWeights::kind, false, true},
    {TextField::kOrganization, &FieldWeights::organization, true, false},
    {TextField::kEligibility, &FieldWeights::eligibility, false, false},
    {TextField::kPlace, &FieldWeights::place, false, false},
    {TextField::kDescription, &FieldWeights::description, false, false},
});

// Terms of the text begin with a small letter, a digit, "=" (a synonym group), "#" (a problem domain), "~" (a word of the name of a code) or "@" (a whole name), and are
// in memory too (words.h). These are not, and begin with a capital. Filters have no terms: they are answered from Facts.
inline constexpr char kTermName[] = "Q";    // the record's name: one document
inline constexpr char kTermTitle[] = "XW";  // the folded name from each of its words on: for suggestions

// Value slots.
inline constexpr uint32_t kSlotFacts = 0;     // Facts
inline constexpr uint32_t kSlotHash = 1;      // hash of the service as it was indexed, 8 bytes

// Metadata keys.
inline constexpr char kMetaRevision[] = "revision";  // every change up to here is in
inline constexpr char kMetaVersion[] = "version";    // schema, analyzer, taxonomy, gazetteer

}  // namespace socialekaart
