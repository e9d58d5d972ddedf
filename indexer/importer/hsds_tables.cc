#include "indexer/importer/hsds_tables.h"

#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "indexer/hsds/schema.h"

namespace socialekaart {
namespace {

// Names of files that are not the object with an s.
constexpr auto kTableNames = std::to_array<std::pair<absl::string_view, absl::string_view>>({
    {"addresses", "address"},
    {"taxonomies", "taxonomy"},
    {"accessibilities", "accessibility"},
    {"service_capacities", "service_capacity"},
    {"capacities", "service_capacity"},
});

}  // namespace

std::string BaseName(absl::string_view file) {
  const size_t slash = file.find_last_of("/\\");
  return absl::AsciiStrToLower(slash == absl::string_view::npos ? file : file.substr(slash + 1));
}

std::string TableOf(absl::string_view file) {
  const std::string base = BaseName(file);
  absl::string_view name = absl::StripSuffix(base, ".csv");
  for (const auto& [plural, table] : kTableNames) {
    if (name == plural) return std::string(table);
  }
  if (hsds::FindField(name, "id") != nullptr) return std::string(name);
  name = absl::StripSuffix(name, "s");
  return hsds::FindField(name, "id") != nullptr ? std::string(name) : "";
}

}  // namespace socialekaart
