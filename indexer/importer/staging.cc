#include "indexer/importer/staging.h"

#include <rocksdb/db.h>
#include <stdlib.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace socialekaart {
namespace {

rocksdb::Slice ToSlice(absl::string_view text) {
  return {text.data(), text.size()};
}
absl::string_view ToView(rocksdb::Slice slice) {
  return {slice.data(), slice.size()};
}

absl::Status FromRocksDb(const rocksdb::Status& status, absl::string_view doing) {
  if (status.ok()) return absl::OkStatus();
  const std::string message = absl::StrCat(doing, ": ", status.ToString());
  return status.IsNoSpace() ? absl::ResourceExhaustedError(message) : absl::InternalError(message);
}

}  // namespace

struct Staging::Rep {
  std::filesystem::path directory;
  std::unique_ptr<rocksdb::DB> db;

  ~Rep() {
    db.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory, ignored);
  }
};

Staging::Staging(std::unique_ptr<Rep> rep) : rep_(std::move(rep)) {}
Staging::~Staging() = default;

absl::StatusOr<std::unique_ptr<Staging>> Staging::Open() {
  std::error_code error;
  const auto temporary = std::filesystem::temp_directory_path(error);
  std::string directory = (temporary / "socialekaart-import-XXXXXX").string();
  if (error || mkdtemp(directory.data()) == nullptr) {
    return absl::UnavailableError("importing tables: no directory for temporary files can be made; set TMPDIR");
  }
  auto rep = std::make_unique<Rep>();
  rep->directory = directory;
  rocksdb::Options options;
  options.create_if_missing = true;
  options.write_buffer_size = 16 << 20;
  options.max_write_buffer_number = 2;
  options.compression = rocksdb::kNoCompression;
  options.keep_log_file_num = 1;
  options.max_open_files = 64;
  rocksdb::DB* db = nullptr;
  if (const auto opened = rocksdb::DB::Open(options, directory, &db); !opened.ok()) {
    return FromRocksDb(opened, "importing tables: opening the staging area");
  }
  rep->db.reset(db);
  return std::unique_ptr<Staging>(new Staging(std::move(rep)));
}

absl::Status Staging::Put(absl::string_view key, absl::string_view value) {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  return FromRocksDb(rep_->db->Put(options, ToSlice(key), ToSlice(value)), "importing tables: staging a row");
}

absl::StatusOr<std::optional<std::string>> Staging::Get(absl::string_view key) const {
  std::string value;
  const auto status = rep_->db->Get({}, ToSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return FromRocksDb(status, "importing tables: reading a staged row");
  return value;
}

absl::Status Staging::Scan(absl::string_view prefix,
                           absl::FunctionRef<absl::Status(absl::string_view, absl::string_view)> each) const {
  const std::unique_ptr<rocksdb::Iterator> rows(rep_->db->NewIterator({}));
  for (rows->Seek(ToSlice(prefix)); rows->Valid() && rows->key().starts_with(ToSlice(prefix)); rows->Next()) {
    const absl::Status status = each(ToView(rows->key()).substr(prefix.size()), ToView(rows->value()));
    if (!status.ok()) return status;
  }
  return FromRocksDb(rows->status(), "importing tables: reading staged rows");
}

}  // namespace socialekaart
