#pragma once

#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "indexer/place/area.h"
#include "indexer/record/taxonomy.h"
#include "indexer/store/store.h"
#include "services/hsds/parameters.h"
#include "services/hsds/terms.h"

namespace socialekaart::hsds_api {

// What there is, in the order in which it came, and enough of each record to choose by without reading it. An entry
// keeps its index for as long as the program runs: one that was deleted stays where it is, and is not alive.
struct RosterState {
  struct ServiceEntry {
    Uuid id = 0;
    bool alive = false;
    Uuid organization = 0;
    int64_t modified_ms = 0;
    std::vector<uint32_t> terms = {};   // indices in `terms`
    std::vector<uint32_t> areas = {};   // indices in `area_codes`
    std::vector<uint32_t> places = {};  // indices in `places`
  };
  struct OrganizationEntry {
    Uuid id = 0;
    bool alive = false;
    int64_t modified_ms = 0;
    std::vector<uint32_t> terms = {};
    std::string text = {};  // folded: names and description
  };
  // A service at a location.
  struct PlaceEntry {
    Uuid id = 0;
    bool alive = false;
    uint32_t service = 0;
    bool has_point = false;
    float latitude = 0, longitude = 0;
  };
  using IndexById = Terms::IndexById;

  explicit RosterState(const Taxonomy& profile) : terms(profile) {}

  bool IsAlive(Collection collection, uint32_t index) const;
  uint32_t CountOf(Collection collection) const;
  v1::Fit AreaFitOf(const ServiceEntry& service, const PlaceCodes& place) const;

  int64_t revision = 0;                    // of the store, up to which this holds everything
  absl::Time changed = absl::UnixEpoch();  // when that was
  std::vector<ServiceEntry> services;
  std::vector<OrganizationEntry> organizations;
  std::vector<PlaceEntry> places;
  IndexById service_index, organization_index, place_index;
  std::vector<std::string> area_codes;
  absl::flat_hash_map<std::string, uint32_t> area_index;
  Terms terms;
};

// When what this API answers about a record changed last: the record itself, and for a service its organization and
// locations.
absl::Time ModifiedOf(const v1::Service& assembled);
absl::Time ModifiedOf(const v1::Organization& organization);

// Follows the change log of a store when it is asked to: the first time it reads every record, later only what changed.
// About 300 bytes a service.
//
// Safe for use by several threads at once.
class Roster {
 public:
  Roster(const Store& store, const Taxonomy& profile) : store_(store), state_(profile) {}

  // After this, Read sees every change that was there when it was called.
  absl::Status CatchUp();

  // What `read` answers of the state, which does not change meanwhile. `read` must not wait.
  template <typename Function>
  auto Read(Function read) const {
    absl::ReaderMutexLock lock(&mutex_);
    return read(state_);
  }

 private:
  absl::Status Follow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status RefreshService(const std::string& name) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status RefreshOrganization(const std::string& name) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SetPlaces(const v1::Service& service, uint32_t index) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SetAreas(const v1::Service& service, uint32_t index) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Store& store_;
  mutable absl::Mutex mutex_;
  RosterState state_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace socialekaart::hsds_api
