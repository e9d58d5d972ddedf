#include "indexer/importer/store_target.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "indexer/base/codec.h"
#include "indexer/base/date.h"
#include "indexer/base/status.h"
#include "indexer/importer/report.h"
#include "indexer/place/gazetteer.h"
#include "indexer/record/profile.h"
#include "indexer/record/validate.h"
#include "indexer/store/catalog.h"

namespace socialekaart {
namespace {

constexpr int kCommitTries = 3;  // somebody may edit or delete one of the records meanwhile

// Empties the field that a path such as "contacts[1].email" names. False when it names none.
bool ClearPath(google::protobuf::Message* message, absl::string_view path) {
  const std::vector<std::string> steps = absl::StrSplit(path, '.');
  for (size_t i = 0; i < steps.size(); ++i) {
    const std::vector<std::string> parts = absl::StrSplit(steps[i], absl::ByAnyChar("[]"), absl::SkipEmpty());
    const auto* field = parts.empty() ? nullptr : message->GetDescriptor()->FindFieldByName(parts[0]);
    if (field == nullptr) return false;
    const auto* reflection = message->GetReflection();
    int index = -1;
    if (parts.size() > 1 && (!absl::SimpleAtoi(parts[1], &index) || index >= reflection->FieldSize(*message, field))) return false;
    if (i + 1 == steps.size()) {
      if (index >= 0) return false;
      reflection->ClearField(message, field);
      return true;
    }
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) return false;
    message = index >= 0 ? reflection->MutableRepeatedMessage(message, field, index) : reflection->MutableMessage(message, field);
  }
  return false;
}

// Removes the elements of lists in which these faults lie: "attributes[2].taxonomy_term.code" removes attributes[2]. The faults stand in
// the order of the record.
void DropElements(google::protobuf::Message* message, const std::vector<v1::FieldViolation>& faults) {
  std::string dropped;  // several faults may lie in one element
  for (auto fault = faults.rbegin(); fault != faults.rend(); ++fault) {
    const std::vector<std::string> parts = absl::StrSplit(fault->field(), absl::ByAnyChar("[]."), absl::SkipEmpty());
    const auto* field = parts.empty() ? nullptr : message->GetDescriptor()->FindFieldByName(parts[0]);
    int index = 0;
    if (field == nullptr || !field->is_repeated() || parts.size() < 2 || !absl::SimpleAtoi(parts[1], &index)) continue;
    std::string element = absl::StrCat(parts[0], " ", index);
    if (element == dropped) continue;
    const auto* reflection = message->GetReflection();
    const int last = reflection->FieldSize(*message, field) - 1;
    for (int i = index; i < last; ++i) reflection->SwapElements(message, field, i, i + 1);
    reflection->RemoveLast(message, field);
    dropped = std::move(element);
  }
}

// An export leaves the address of a confidential place out; importing it again must not wipe out what is known here.
void KeepConfidential(const store::v1::Record& stored, v1::Location* location) {
  if (!IsConfidential(stored.location()) || !IsConfidential(*location)) return;
  if (location->addresses_size() == 0 && !location->has_latitude()) *location = stored.location();
}
template <typename T>
void KeepConfidential(const store::v1::Record&, T*) {}

}  // namespace

// The records of one commit, on their way to the store.
class StoreTarget::Batch {
 public:
  Batch(StoreTarget& target, v1::ImportReport* report) : target_(target), report_(report), now_(ToTimestamp(absl::Now())) {}

  // Rejects the service, with a finding, when a fault cannot be mended; then nothing of it is written.
  absl::Status Add(const ImportedService& imported) {
    v1::Service service = imported.service;
    std::optional<v1::Organization> organization = imported.organization;
    std::vector<v1::Location> locations = imported.locations;
    const std::string external_id(IdOf(service.name()));
    absl::flat_hash_map<std::string, std::string> names;  // as imported -> here
    bool good = true;
    if (organization) {
      auto name = NameHere<v1::Organization>(organization->name());
      if (!name.ok()) return name.status();
      names[organization->name()] = *name;
      organization->set_name(*std::move(name));
      good &= Mend(imported, external_id, "organization.", &*organization);
    }
    for (v1::Location& location : locations) {
      auto name = NameHere<v1::Location>(location.name());
      if (!name.ok()) return name.status();
      names[location.name()] = *name;
      location.set_name(*std::move(name));
      good &= Mend(imported, external_id, "location.", &location);
    }
    auto name = NameHere<v1::Service>(service.name());
    if (!name.ok()) return name.status();
    service.set_name(*std::move(name));
    if (absl::Status status = ReferTo<v1::Organization>(imported, external_id, names, service.mutable_organization()); !status.ok()) return status;
    for (auto& at : *service.mutable_service_at_locations()) {
      if (absl::Status status = ReferTo<v1::Location>(imported, external_id, names, at.mutable_location()); !status.ok()) return status;
    }
    for (int i = service.service_at_locations_size() - 1; i >= 0; --i) {
      if (service.service_at_locations(i).location().empty()) service.mutable_service_at_locations()->DeleteSubrange(i, 1);
    }
    good &= Mend(imported, external_id, "", &service);
    if (!good) {
      report_->set_rejected(report_->rejected() + 1);
      return absl::OkStatus();
    }
    const auto left_deleted = IsLeftDeleted(service);
    if (!left_deleted.ok()) return left_deleted.status();
    if (*left_deleted) {
      if (CountsNow(service.name())) report_->set_unchanged(report_->unchanged() + 1);
      return absl::OkStatus();
    }
    v1::ImportReport::Counts counts;
    if (organization) {
      const auto status = Stage(imported, std::string(IdOf(imported.organization->name())), *std::move(organization), report_->mutable_organizations());
      if (!status.ok()) return status;
    }
    for (size_t i = 0; i < locations.size(); ++i) {
      const auto status = Stage(imported, std::string(IdOf(imported.locations[i].name())), std::move(locations[i]), report_->mutable_locations());
      if (!status.ok()) return status;
    }
    if (const auto status = Stage(imported, external_id, std::move(service), &counts); !status.ok()) return status;
    report_->set_created(report_->created() + counts.created());
    report_->set_updated(report_->updated() + counts.updated());
    report_->set_unchanged(report_->unchanged() + counts.unchanged());
    return absl::OkStatus();
  }

  std::vector<Put>& puts() { return puts_; }
  const std::vector<uint64_t>& counted() const { return counted_; }

 private:
  // A record that many services share counts once in an import.
  bool CountsNow(const std::string& name) {
    const uint64_t hash = Hash(name);
    if (target_.counted_.contains(hash) || std::find(counted_.begin(), counted_.end(), hash) != counted_.end()) return false;
    counted_.push_back(hash);
    return true;
  }

  void Report(const ImportedService& imported, const std::string& record, absl::string_view rule, v1::Finding::Severity severity,
              absl::string_view path, absl::string_view message, absl::string_view fix) {
    v1::Finding finding = MakeFinding(rule, severity, path, message, fix);
    finding.set_file(imported.file);
    finding.set_line(imported.line);
    finding.set_record(record);
    AddToReport(target_.options_, std::move(finding), report_);
  }

  std::vector<v1::FieldViolation> FaultsOf(const v1::Service& service) const { return Faults(service, target_.taxonomy_); }
  template <typename T>
  std::vector<v1::FieldViolation> FaultsOf(const T& record) const {
    return Faults(record);
  }

  // Leaves faulty optional values out when the import is lenient. False = the record cannot be kept.
  template <typename T>
  bool Mend(const ImportedService& imported, const std::string& external_id, absl::string_view prefix, T* record) {
    ClearOutputOnly(record);
    FillNestedIds(record, record->name());
    const auto faults = FaultsOf(*record);
    if (faults.empty()) return true;
    if (!target_.options_.strict()) {
      for (const auto& fault : faults) ClearPath(record, fault.field());
      DropElements(record, FaultsOf(*record));
    }
    const bool mended = !target_.options_.strict() && FaultsOf(*record).empty();
    for (const auto& fault : faults) {
      Report(imported, external_id, "record.invalid", mended ? v1::Finding::SEVERITY_ERROR : v1::Finding::SEVERITY_FATAL,
                 absl::StrCat(prefix, fault.field()), absl::StrCat(fault.description(), mended ? "; left out" : "; the record is rejected"),
                 absl::StrCat("expected: ", fault.expected()));
    }
    return mended;
  }

  // The name that a record of this source has here, or will have.
  template <typename T>
  absl::StatusOr<std::string> NameHere(absl::string_view imported_name) {
    const std::string external_id(IdOf(imported_name));
    const auto known = target_.store_.FindExternal(KindOf<T>(), target_.options_.source(), external_id);
    if (!known.ok()) return known.status();
    if (*known) return **known;
    const std::string own = Name(KindOf<T>(), absl::AsciiStrToLower(external_id));
    const auto staged = staged_.find(own);
    if (staged != staged_.end()) return own;
    if (IsUuid(external_id)) {
      const auto taken = target_.store_.Get(own);
      if (absl::IsNotFound(taken.status())) return own;
      if (!taken.ok()) return taken.status();
    }
    return Name(KindOf<T>(), UuidOf(target_.options_.source(), external_id));
  }

  // Turns a reference as imported into the name here: of a record that came along, or came earlier.
  template <typename T>
  absl::Status ReferTo(const ImportedService& imported, const std::string& external_id,
                       const absl::flat_hash_map<std::string, std::string>& names, std::string* reference) {
    if (reference->empty()) return absl::OkStatus();
    if (const auto along = names.find(*reference); along != names.end()) {
      *reference = along->second;
      return absl::OkStatus();
    }
    auto name = NameHere<T>(*reference);
    if (!name.ok()) return name.status();
    bool known = staged_.contains(*name);
    if (!known) {
      const auto stored = target_.store_.Get(*name);
      if (!stored.ok() && !absl::IsNotFound(stored.status())) return stored.status();
      known = stored.ok() && !IsDeleted(*stored);
    }
    if (!known && !target_.options_.dry_run()) {  // a dry run stores nothing to refer to
      Report(imported, external_id, "record.reference-missing", v1::Finding::SEVERITY_ERROR, Collection(KindOf<T>()),
             absl::StrCat("refers to ", *reference, ", which is not there; the reference is left out"), "put that record into the file");
    }
    *reference = known ? *std::move(name) : "";
    return absl::OkStatus();
  }

  // A service that was deleted here stays so until the source changes it; nothing of it is written then.
  absl::StatusOr<bool> IsLeftDeleted(const v1::Service& service) const {
    const auto stored = target_.store_.Get(service.name());
    if (absl::IsNotFound(stored.status())) return false;
    if (!stored.ok()) return stored.status();
    store::v1::Record record;
    *record.mutable_service() = service;
    return IsDeleted(*stored) && stored->imported_hash() == ContentHash(record);
  }

  template <typename T>
  absl::Status Stage(const ImportedService& imported, const std::string& external_id, T content, v1::ImportReport::Counts* counts) {
    const std::string name = content.name();
    absl::StatusOr<store::v1::Record> stored = absl::NotFoundError("");
    const auto staged = staged_.find(name);
    const bool again = staged != staged_.end();
    if (again) {
      stored = puts_[staged->second].record;
    } else {
      stored = target_.store_.Get(name);
      if (!stored.ok() && !absl::IsNotFound(stored.status())) return stored.status();
    }
    if (stored.ok()) KeepConfidential(*stored, &content);
    store::v1::Record record;
    *MutableContent<T>(&record) = std::move(content);
    const uint64_t hash = ContentHash(record);
    // What was deleted here comes back with a service that refers to it.
    if (stored.ok() && stored->imported_hash() == hash && !IsDeleted(*stored)) {
      if (CountsNow(name)) counts->set_unchanged(counts->unchanged() + 1);
      return absl::OkStatus();
    }
    if (stored.ok() && (IsDeleted(*stored) || stored->content_hash() != stored->imported_hash()) && !again) {
      Report(imported, external_id, IsDeleted(*stored) ? "import.deleted-here" : "import.edited-here", v1::Finding::SEVERITY_WARNING, "",
                 absl::StrCat(name, IsDeleted(*stored) ? " was deleted here and comes back" : " was edited here; the source's newer version replaces that"),
                 "look whether that is what you want");
    }
    if (stored.ok()) *record.mutable_provenance() = stored->provenance();
    auto* provenance = record.mutable_provenance();
    provenance->set_source(target_.options_.source());
    provenance->set_external_id(external_id);
    provenance->clear_delete_time();
    *provenance->mutable_import_time() = now_;
    if (!provenance->has_create_time()) *provenance->mutable_create_time() = now_;
    record.set_imported_hash(hash);
    if (again) {
      record.set_content_hash(hash);
      puts_[staged->second].record = std::move(record);
      return absl::OkStatus();
    }
    const bool is_new = !stored.ok();
    record.set_content_hash(hash);
    if (CountsNow(name)) {
      is_new ? counts->set_created(counts->created() + 1) : counts->set_updated(counts->updated() + 1);
    }
    staged_[name] = puts_.size();
    puts_.push_back({.name = name,
                     .record = std::move(record),
                     .expected_revision = is_new ? 0 : stored->revision(),
                     .type = is_new ? v1::WatchChangesResponse::CHANGE_TYPE_CREATED : v1::WatchChangesResponse::CHANGE_TYPE_UPDATED});
    return absl::OkStatus();
  }

  StoreTarget& target_;
  v1::ImportReport* report_;
  const google::protobuf::Timestamp now_;
  std::vector<Put> puts_;
  absl::flat_hash_map<std::string, size_t> staged_;  // name -> place in puts_
  std::vector<uint64_t> counted_;                    // hashes of names counted here for the first time
};

StoreTarget::StoreTarget(Store& store, const Taxonomy& taxonomy, const v1::ImportServicesRequest::Options& options,
                         std::function<absl::Status()> places_changed)
    : store_(store), taxonomy_(taxonomy), options_(options), places_changed_(std::move(places_changed)) {}

absl::Status StoreTarget::PutServices(absl::Span<ImportedService> batch, v1::ImportReport* report) {
  for (int attempt = 1;; ++attempt) {
    v1::ImportReport outcome = *report;
    Batch records(*this, &outcome);
    for (const ImportedService& imported : batch) {
      if (absl::Status status = records.Add(imported); !status.ok()) return status;
    }
    if (!options_.dry_run() && !records.puts().empty()) {
      const auto revision = store_.Commit(absl::MakeSpan(records.puts()));
      const bool somebody_was_first = absl::IsAborted(revision.status()) || absl::IsFailedPrecondition(revision.status());
      if (somebody_was_first && attempt < kCommitTries) continue;
      if (!revision.ok()) return revision.status();
      outcome.set_revision(*revision);
    }
    *report = std::move(outcome);
    counted_.insert(records.counted().begin(), records.counted().end());
    return absl::OkStatus();
  }
}

absl::Status StoreTarget::PutGazetteer(const data::v1::Gazetteer& gazetteer) {
  // One that cannot be used must not be there at the next start.
  if (const auto usable = Gazetteer::Build(gazetteer); !usable.ok()) return usable.status();
  if (options_.dry_run()) return absl::OkStatus();
  if (absl::Status status = store_.PutBlob(kGazetteerKey, Serialize(gazetteer)); !status.ok()) return status;
  return places_changed_();
}

absl::Status StoreTarget::PutNeighbourhoods(const data::v1::Neighbourhoods& neighbourhoods) {
  if (options_.dry_run()) return absl::OkStatus();
  if (absl::Status status = store_.PutBlob(kNeighbourhoodsKey, Serialize(neighbourhoods)); !status.ok()) return status;
  return places_changed_();
}

}  // namespace socialekaart
