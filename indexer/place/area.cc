#include "indexer/place/area.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "indexer/place/postal_text.h"

namespace socialekaart {
namespace {

// The kinds of codes: how they begin, how many digits and then digits or letters follow, and what a code of the kind
// lies in: the first `parent_size` characters after its prefix, behind `parent`.
struct Kind {
  absl::string_view prefix;
  size_t digits;
  size_t alphanumerics;
  absl::string_view parent;
  size_t parent_size;
};

constexpr std::array<Kind, 7> kKinds = {{
    {"NL", 0, 0, "", 0},
    {"PV", 2, 0, "PV", 0},
    {"GM", 4, 0, "GM", 0},
    {"WK", 4, 2, "GM", 4},
    {"BU", 4, 4, "WK", 6},
    {"PC4:", 4, 0, "", 0},
    {"PC6:", 4, 2, "PC4:", 4},
}};

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}
bool IsAlphanumeric(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c));
}

const Kind* KindOf(absl::string_view code) {
  for (const Kind& kind : kKinds) {
    if (code.substr(0, kind.prefix.size()) != kind.prefix) continue;
    const absl::string_view rest = code.substr(kind.prefix.size());
    if (rest.size() != kind.digits + kind.alphanumerics) continue;
    if (!std::all_of(rest.begin(), rest.begin() + kind.digits, IsDigit)) continue;
    if (!std::all_of(rest.begin() + kind.digits, rest.end(), IsAlphanumeric)) continue;
    return &kind;
  }
  return nullptr;
}

bool IsCode(absl::string_view code) {
  const Kind* kind = KindOf(code);
  if (kind == nullptr) return false;
  const absl::string_view rest = code.substr(kind->prefix.size());
  if (kind->prefix == "PC4:") return rest[0] != '0';
  if (kind->prefix == "PC6:") return ParsePostalCode6(rest).has_value();
  return true;
}

void SortUnique(std::vector<std::string>* list) {
  std::sort(list->begin(), list->end());
  list->erase(std::unique(list->begin(), list->end()), list->end());
}

void Read(const v1::ServiceArea& area, AreaCodes* codes) {
  if (area.extent().empty()) return;
  if (!area.extent_type().empty() && area.extent_type() != "text") {
    codes->invalid.push_back(area.extent_type());
    return;
  }
  AreaCodes read = ParseExtent(area.extent());
  codes->codes.insert(codes->codes.end(), read.codes.begin(), read.codes.end());
  codes->invalid.insert(codes->invalid.end(), read.invalid.begin(), read.invalid.end());
}

bool Contains(absl::Span<const std::string> list, absl::string_view code) {
  return std::find(list.begin(), list.end(), code) != list.end();
}

}  // namespace

AreaCodes ParseExtent(absl::string_view extent) {
  AreaCodes parsed;
  for (const absl::string_view token : absl::StrSplit(extent, absl::ByAnyChar(" ,;\t\r\n"), absl::SkipEmpty())) {
    std::string code = absl::AsciiStrToUpper(token);
    if (IsCode(code)) {
      parsed.codes.push_back(std::move(code));
    } else {
      parsed.invalid.emplace_back(token);
    }
  }
  SortUnique(&parsed.codes);
  return parsed;
}

AreaCodes AreaCodesOf(const v1::Service& service) {
  AreaCodes codes;
  for (const v1::ServiceArea& area : service.service_areas()) Read(area, &codes);
  for (const v1::ServiceAtLocation& at_location : service.service_at_locations()) {
    for (const v1::ServiceArea& area : at_location.service_areas()) Read(area, &codes);
  }
  SortUnique(&codes.codes);
  return codes;
}

v1::Fit AreaFit(absl::Span<const std::string> codes, const PlaceCodes& place) {
  const auto any_code = [&](std::vector<std::string> (*terms_of)(absl::string_view),
                            const std::vector<std::string>& list) {
    return !list.empty() && std::any_of(codes.begin(), codes.end(), [&](const std::string& code) {
      const std::vector<std::string> terms = terms_of(code);
      return std::any_of(terms.begin(), terms.end(), [&](const std::string& term) { return Contains(list, term); });
    });
  };
  if (any_code(CoverTerms, place.certain)) return v1::FIT_YES;
  if (codes.empty() || any_code(CoverTerms, place.possible) || any_code(TouchTerms, place.touches))
    return v1::FIT_UNKNOWN;
  return v1::FIT_NO;
}

std::vector<std::string> CoverTerms(absl::string_view code) {
  return {std::string(code)};
}

std::vector<std::string> TouchTerms(absl::string_view code) {
  std::vector<std::string> terms = {std::string(code)};
  for (const Kind* kind = KindOf(code); kind != nullptr && !kind->parent.empty(); kind = KindOf(terms.back())) {
    terms.push_back(
        absl::StrCat(kind->parent, absl::string_view(terms.back()).substr(kind->prefix.size(), kind->parent_size)));
  }
  return terms;
}

}  // namespace socialekaart
