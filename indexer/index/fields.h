#pragma once

#include <array>
#include <cstdint>

namespace socialekaart {

// Everything that a document of the index holds, in one place. One document is one service with all its locations. A change here is a
// new kSchemaVersion: an index of another version is rebuilt.
inline constexpr char kSchemaVersion[] = "1";

// Text that is searched: each word counts as often as its field weighs (SEARCH.md A6: 5 name, 4 labels, 1 description; the weights
// stand in for BM25F, which Xapian 1.4 has not).
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

// Prefixes of terms that filter. Stemmed words have none: they begin with a small letter or a digit.
inline constexpr char kTermName[] = "Q";          // the record's name: one document
inline constexpr char kTermStatus[] = "XS";       // number of v1::ServiceStatus
inline constexpr char kTermLevel[] = "XL";        // number of v1::HelpLevel
inline constexpr char kTermKind[] = "XK";         // code of `soort`
inline constexpr char kTermProblem[] = "XP";      // code of `probleemdomein`; "*" = none named, for all
inline constexpr char kTermExcluded[] = "XE";     // code of `probleemdomein-uitgesloten`
inline constexpr char kTermAccess[] = "XA";       // code of `toegang`
inline constexpr char kTermLanguage[] = "XN";     // ISO 639-1, lower case
inline constexpr char kTermCover[] = "XC";        // a code of the service area
inline constexpr char kTermTouch[] = "XT";        // such a code and what it lies in
inline constexpr char kTermAreaUnknown[] = "XU";  // no readable service area
inline constexpr char kTermNoPoint[] = "XV";      // no location with coordinates
inline constexpr char kTermCell[] = "XG";         // S2 cells of the locations
inline constexpr char kTermTitle[] = "XW";        // the folded name from each of its words on: for suggestions
inline constexpr char kAllProblems[] = "*";

// Value slots.
inline constexpr uint32_t kSlotFacts = 0;     // Facts
inline constexpr uint32_t kSlotHash = 1;      // hash of the service as it was indexed, 8 bytes
inline constexpr uint32_t kSlotSchedule = 2;  // opening hours, see schedule.h

// Metadata keys.
inline constexpr char kMetaRevision[] = "revision";  // every change up to here is in
inline constexpr char kMetaVersion[] = "version";    // schema, analyzer, taxonomy, gazetteer

}  // namespace socialekaart
