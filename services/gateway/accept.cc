#include "services/gateway/accept.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "indexer/base/codec.h"

namespace socialekaart::gateway {
namespace {

// The weight of "gzip;q=0.5"; 1 when it has none, 0 when it is malformed.
double WeightOf(const std::vector<absl::string_view>& parts) {
  for (size_t i = 1; i < parts.size(); ++i) {
    absl::string_view parameter = absl::StripAsciiWhitespace(parts[i]);
    if (!absl::ConsumePrefix(&parameter, "q=") && !absl::ConsumePrefix(&parameter, "Q=")) continue;
    double weight = 0;
    return absl::SimpleAtod(parameter, &weight) && weight >= 0 && weight <= 1 ? weight : 0;
  }
  return 1;
}

}  // namespace

bool AcceptsCoding(absl::string_view accept_encoding, absl::string_view coding) {
  double named = -1;  // not named
  double any = -1;
  for (absl::string_view one : absl::StrSplit(accept_encoding, ',')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(one, ';');
    const absl::string_view name = absl::StripAsciiWhitespace(parts[0]);
    if (absl::EqualsIgnoreCase(absl::StripPrefix(name, "x-"), coding))
      named = WeightOf(parts);  // x-gzip: its older name
    if (name == "*") any = WeightOf(parts);
  }
  return named >= 0 ? named > 0 : any > 0;
}

std::string EtagOf(absl::string_view content) {
  return absl::StrCat("W/\"", absl::Hex(Hash(content), absl::kZeroPad16), "\"");
}

bool NamesEtag(absl::string_view if_none_match, absl::string_view etag) {
  absl::ConsumePrefix(&etag, "W/");
  for (absl::string_view one : absl::StrSplit(if_none_match, ',')) {
    one = absl::StripAsciiWhitespace(one);
    if (one == "*") return true;
    absl::ConsumePrefix(&one, "W/");
    if (!one.empty() && one == etag) return true;
  }
  return false;
}

std::string MediaType(absl::string_view content_type) {
  const absl::string_view type = content_type.substr(0, content_type.find(';'));
  return absl::AsciiStrToLower(absl::StripAsciiWhitespace(type));
}

}  // namespace socialekaart::gateway
