#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "indexer/importer/context.h"
#include "indexer/importer/import.h"

namespace socialekaart {

// A location of a school as registers have it. Texts may be empty.
struct School {
  std::string code;  // vestigingscode, "12AB00"
  std::string name;
  std::string street;
  std::string number;  // "12", "36-B"
  std::string postal_code;
  std::string city;
  std::string municipality_code;  // "1859"
  std::string municipality;
  std::string province;
  std::string denomination;
  std::string phone;
  std::string website;
  std::optional<double> latitude, longitude;
  std::optional<double> minimum_age, maximum_age;
  absl::string_view kind;  // "Basisschool", for the description
};

// Schools -> one service each, the school's care team, with the school as its organization and its location.
class SchoolImport {
 public:
  // `space` keeps the ids of two registers apart: "duo-schools".
  SchoolImport(ImportContext& context, absl::string_view space) : context_(context), space_(space) {}

  // Counts it, checks it, and hands it over. `sink` knows the line.
  absl::Status Put(School school, int64_t line, RecordSink& sink);

 private:
  void Check(School* school, RecordSink& sink);
  ImportedService ToService(const School& school) const;

  ImportContext& context_;
  std::string space_;
  absl::flat_hash_set<std::string> codes_;
};

}  // namespace socialekaart
