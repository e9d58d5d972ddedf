#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "indexer/importer/byte_reader.h"
#include "socialekaart/v1/directory_service.pb.h"

namespace socialekaart {

// A JSON record larger than this, or deeper, is skipped without being held.
inline constexpr size_t kMaxElementBytes = 1 << 20;
inline constexpr int kMaxElementDepth = 64;

// One record of a JSON file, or what was found instead of one.
struct JsonElement {
  nlohmann::json value;
  std::optional<v1::Finding> fault;  // FATAL; `value` is then null
  int64_t line = 0;                  // on which it begins
  size_t bytes = 0;
};

// Reads the records of a file in any of the forms that are in use, which the first bytes tell apart: one object,
// several after each other, one a line (NDJSON), an array, a page {"contents": [...]}, a FeatureCollection {"features":
// [...]}. Holds one record at a time.
//
// A broken line of NDJSON costs that line. A broken array or page ends the reading: what came before it is good, what
// comes after it cannot be trusted. `each` says when to stop.
//
// `file_name` helps to tell NDJSON whose first line is broken. True: it was JSON of some kind. False: not at all;
// nothing was read. Errors: what the input and `each` say.
absl::StatusOr<bool> ReadJson(ByteReader& reader, absl::string_view file_name,
                              absl::FunctionRef<absl::Status(JsonElement)> each);

}  // namespace socialekaart
