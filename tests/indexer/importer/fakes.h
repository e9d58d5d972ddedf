#pragma once

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "indexer/importer/import.h"

namespace socialekaart::testing {

// Files that were written by others, beside the project. Tests that need them are skipped where they are not.
inline std::optional<std::filesystem::path> SharedData() {
  const char* set = std::getenv("SOCIALEKAART_SHARED_DATA");
  const std::filesystem::path path =
      set != nullptr ? set : std::filesystem::path(SOCIALEKAART_SOURCE_DIR) / ".." / "shared" / "data";
  return std::filesystem::is_directory(path) ? std::optional(path) : std::nullopt;
}

inline std::string ReadText(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

struct File {
  std::string name;
  std::string content;
};

// Files in memory, given out in pieces that break anywhere.
class FakeInput : public ImportInput {
 public:
  explicit FakeInput(std::vector<File> files, size_t piece = 7777) : files_(std::move(files)), piece_(piece) {}

  absl::StatusOr<std::optional<std::string>> NextFile() override {
    if (next_ == files_.size()) return std::nullopt;
    position_ = 0;
    return files_[next_++].name;
  }
  absl::StatusOr<size_t> Read(char* buffer, size_t size) override {
    if (broken_after && given_ >= *broken_after) return absl::UnavailableError("the line is down");
    const std::string& content = files_[next_ - 1].content;
    const size_t count = std::min({size, piece_, content.size() - position_});
    std::memcpy(buffer, content.data() + position_, count);
    position_ += count;
    given_ += count;
    return count;
  }
  std::optional<size_t> broken_after;

 private:
  std::vector<File> files_;
  size_t piece_;
  size_t next_ = 0;
  size_t position_ = 0;
  size_t given_ = 0;
};

// One file that is made while it is read, and never there as a whole.
class GeneratedInput : public ImportInput {
 public:
  GeneratedInput(std::string name, std::function<std::string(size_t)> piece)
      : name_(std::move(name)), make_(std::move(piece)) {}

  absl::StatusOr<std::optional<std::string>> NextFile() override {
    return std::exchange(started_, true) ? std::nullopt : std::optional(name_);
  }
  absl::StatusOr<size_t> Read(char* buffer, size_t size) override {
    if (position_ == piece_.size()) {
      piece_ = make_(count_++);
      position_ = 0;
    }
    const size_t count = std::min(size, piece_.size() - position_);
    std::memcpy(buffer, piece_.data() + position_, count);
    position_ += count;
    return count;
  }

 private:
  std::string name_;
  std::function<std::string(size_t)> make_;
  bool started_ = false;
  size_t count_ = 0;
  std::string piece_;
  size_t position_ = 0;
};

// Keeps all that it is given.
class FakeTarget : public ImportTarget {
 public:
  absl::Status PutServices(absl::Span<ImportedService> batch, v1::ImportReport* report) override {
    largest_batch = std::max(largest_batch, batch.size());
    for (ImportedService& service : batch) services.push_back(std::move(service));
    report->set_created(report->created() + static_cast<int64_t>(batch.size()));
    return fails_with;
  }
  absl::Status PutGazetteer(const data::v1::Gazetteer& given) override {
    gazetteer = given;
    return absl::OkStatus();
  }
  absl::Status PutNeighbourhoods(const data::v1::Neighbourhoods& given) override {
    neighbourhoods = given;
    return absl::OkStatus();
  }

  const ImportedService* Find(const std::string& display_name) const {
    const auto found = std::find_if(services.begin(), services.end(), [&](const ImportedService& imported) {
      return imported.service.display_name() == display_name;
    });
    return found == services.end() ? nullptr : &*found;
  }

  std::vector<ImportedService> services;
  std::optional<data::v1::Gazetteer> gazetteer;
  std::optional<data::v1::Neighbourhoods> neighbourhoods;
  size_t largest_batch = 0;
  absl::Status fails_with;
};

inline std::map<std::string, int64_t> CountsOf(const v1::ImportReport& report) {
  std::map<std::string, int64_t> counts;
  for (const auto& row : report.rule_counts()) counts[row.rule()] = row.count();
  return counts;
}

inline v1::ImportServicesRequest::Options OptionsFor(v1::ImportFormat format, bool strict = false) {
  v1::ImportServicesRequest::Options options;
  options.set_format(format);
  options.set_strict(strict);
  return options;
}

}  // namespace socialekaart::testing
