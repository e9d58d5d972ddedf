#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "socialekaart/v1/directory_service.pb.h"

namespace socialekaart::cli {

// Files and folders as typed -> files: a folder gives every *.csv in it, in order of name. NOT_FOUND for what is not
// there or cannot be read; "-" is standard input.
absl::StatusOr<std::vector<std::string>> ExpandPaths(const std::vector<std::string>& paths);

// The files as parts of an import, in small chunks: memory stays bounded whatever their size.
class ImportFiles {
 public:
  explicit ImportFiles(std::vector<std::string> paths);

  // The next part, or nothing after the last one. DATA_LOSS when a file cannot be read on.
  absl::StatusOr<std::optional<v1::ImportServicesRequest>> Next();

  // "services.csv  12.3 MiB of 45.6 MiB (27 %)"
  std::string ProgressText() const;

 private:
  struct Close {
    void operator()(std::FILE* file) const;
  };

  std::vector<std::string> paths_;
  size_t next_path_ = 0;
  std::unique_ptr<std::FILE, Close> file_;
  std::string current_;
  int64_t total_bytes_ = 0;  // 0 = not known: standard input is among them
  int64_t sent_bytes_ = 0;
};

}  // namespace socialekaart::cli
