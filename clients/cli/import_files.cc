#include "clients/cli/import_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

constexpr size_t kChunkBytes = 256 << 10;
constexpr char kStandardInput[] = "-";

std::string MiB(int64_t bytes) {
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1 << 20));
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ExpandPaths(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (path == kStandardInput) {
      if (std::count(paths.begin(), paths.end(), path) > 1)
        return absl::InvalidArgumentError("standard input (-) stands there twice");
      files.push_back(path);
    } else if (std::filesystem::is_directory(path, error)) {
      std::vector<std::string> tables;
      for (std::filesystem::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
        if (it->path().extension() == ".csv") tables.push_back(it->path().string());
      }
      if (error)
        return absl::NotFoundError(fmt::format("the folder {} cannot be read: {}", OneLine(path), error.message()));
      if (tables.empty()) return absl::NotFoundError(fmt::format("the folder {} holds no *.csv", OneLine(path)));
      std::sort(tables.begin(), tables.end());
      files.insert(files.end(), tables.begin(), tables.end());
    } else if (std::FILE* file = std::fopen(path.c_str(), "rb"); file != nullptr) {
      std::fclose(file);
      files.push_back(path);
    } else {
      return absl::NotFoundError(fmt::format("the file {} cannot be read", OneLine(path)));
    }
  }
  return files;
}

void ImportFiles::Close::operator()(std::FILE* file) const {
  if (file != stdin) std::fclose(file);
}

ImportFiles::ImportFiles(std::vector<std::string> paths) : paths_(std::move(paths)) {
  for (const std::string& path : paths_) {
    std::error_code error;
    const auto bytes = std::filesystem::file_size(path, error);
    if (error) {  // a pipe
      total_bytes_ = 0;
      break;
    }
    total_bytes_ += static_cast<int64_t>(bytes);
  }
}

absl::StatusOr<std::optional<v1::ImportServicesRequest>> ImportFiles::Next() {
  v1::ImportServicesRequest request;
  if (file_ != nullptr) {
    std::string& data = *request.mutable_data();
    data.resize(kChunkBytes);
    data.resize(std::fread(data.data(), 1, data.size(), file_.get()));
    if (std::ferror(file_.get()) != 0)
      return absl::DataLossError(fmt::format("{} cannot be read to its end", OneLine(current_)));
    sent_bytes_ += static_cast<int64_t>(data.size());
    if (!data.empty()) return request;
    file_.reset();
  }
  if (next_path_ == paths_.size()) return std::nullopt;
  const std::string& path = paths_[next_path_++];
  file_.reset(path == kStandardInput ? stdin : std::fopen(path.c_str(), "rb"));
  if (file_ == nullptr) return absl::DataLossError(fmt::format("{} is gone", OneLine(path)));
  current_ = path == kStandardInput ? "stdin" : std::filesystem::path(path).filename().string();
  request.mutable_file()->set_display_name(current_);
  return request;
}

std::string ImportFiles::ProgressText() const {
  if (total_bytes_ == 0) return fmt::format("{}  {}", current_, MiB(sent_bytes_));
  return fmt::format("{}  {} of {} ({} %)", current_, MiB(sent_bytes_), MiB(total_bytes_),
                     100 * sent_bytes_ / total_bytes_);
}

}  // namespace socialekaart::cli
