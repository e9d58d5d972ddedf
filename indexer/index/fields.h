#pragma once

#include <array>
#include <cstdint>

namespace socialekaart {

// Everything that a document of the index holds, in one place. One document is one service with all its locations. A change here is a
// new kSchemaVersion: an index of another version is rebuilt.
inline constexpr char kSchemaVersion[] = "2";

// Text that is searched: each word counts as often as its field weighs (authored here; the weights stand in for
// BM25F, which Xapian 1.4 has not).
enum class TextField { kName, kAlternateName, kProblem, kKind, kOrganization, kEligibility, kPlace, kDescription };
struct TextFieldWeight {
  TextField field;
  uint32_t wdf;
};
inline constexpr auto kTextFields = std::to_array<TextFieldWeight>({
    {TextField::kName, 5},
    {TextField::kAlternateName, 4},
    {TextField::kProblem, 4},
    {TextField::kKind, 2},
    {TextField::kOrganization, 2},
    {TextField::kEligibility, 2},
    {TextField::kPlace, 1},
    {TextField::kDescription, 1},
});

// Prefixes of terms that are no words of the text. Those begin with a small letter or a digit. Filters have no terms: they are answered
// from Facts.
inline constexpr char kTermName[] = "Q";    // the record's name: one document
inline constexpr char kTermTitle[] = "XW";  // the folded name from each of its words on: for suggestions

// Value slots.
inline constexpr uint32_t kSlotFacts = 0;     // Facts
inline constexpr uint32_t kSlotHash = 1;      // hash of the service as it was indexed, 8 bytes

// Metadata keys.
inline constexpr char kMetaRevision[] = "revision";  // every change up to here is in
inline constexpr char kMetaVersion[] = "version";    // schema, analyzer, taxonomy, gazetteer

}  // namespace socialekaart
