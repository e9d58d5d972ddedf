#include "indexer/index/seal.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"

namespace socialekaart {
namespace {

namespace fs = std::filesystem;

constexpr char kSealName[] = "SEAL";
constexpr size_t kBlock = 1 << 20;

absl::StatusOr<std::string> HashFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::DataLossError(absl::StrCat("opening ", path.string()));
  XXH3_state_t state;
  XXH3_64bits_reset(&state);
  std::vector<char> block(kBlock);
  uint64_t bytes = 0;
  while (file.read(block.data(), kBlock), file.gcount() > 0) {
    XXH3_64bits_update(&state, block.data(), static_cast<size_t>(file.gcount()));
    bytes += static_cast<uint64_t>(file.gcount());
  }
  if (file.bad()) return absl::DataLossError(absl::StrCat("reading ", path.string()));
  return absl::StrCat(path.filename().string(), " ", bytes, " ", absl::Hex(XXH3_64bits_digest(&state), absl::kZeroPad16), "\n");
}

absl::StatusOr<std::string> Describe(const std::string& folder) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file() && name != kSealName && name != "flintlock") paths.push_back(entry.path());
  }
  if (error) return absl::DataLossError(absl::StrCat("listing ", folder, ": ", error.message()));
  std::sort(paths.begin(), paths.end());
  std::string lines;
  for (const fs::path& path : paths) {
    const auto line = HashFile(path);
    if (!line.ok()) return line.status();
    lines += *line;
  }
  return lines;
}

}  // namespace

absl::Status WriteSeal(const std::string& folder) {
  const auto lines = Describe(folder);
  if (!lines.ok()) return lines.status();
  std::ofstream seal(fs::path(folder) / kSealName, std::ios::binary | std::ios::trunc);
  seal << *lines;
  seal.close();
  return seal ? absl::OkStatus() : absl::UnknownError(absl::StrCat("writing the seal of ", folder));
}

absl::Status BreakSeal(const std::string& folder) {
  std::error_code error;
  fs::remove(fs::path(folder) / kSealName, error);
  return error ? absl::UnknownError(absl::StrCat("removing the seal of ", folder, ": ", error.message())) : absl::OkStatus();
}

absl::Status CheckSeal(const std::string& folder) {
  const auto sealed = ReadFile((fs::path(folder) / kSealName).string());
  if (!sealed.ok()) return absl::NotFoundError("the index was not closed in good order");
  const auto lines = Describe(folder);
  if (!lines.ok()) return lines.status();
  return *lines == *sealed ? absl::OkStatus() : absl::DataLossError("the files of the index are not as they were closed");
}

}  // namespace socialekaart
