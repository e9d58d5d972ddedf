#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/hsds/choose.h"
#include "services/hsds/crawls.h"
#include "services/hsds/parameters.h"
#include "services/hsds/render.h"
#include "services/hsds/roster.h"

namespace socialekaart::hsds_api {

// The directory as HSDS 3.1 reads it: pages of records, and records one by one. Functions from parameters to JSON,
// without HTTP. What it refers to outlives it.
//
// Safe for use by several threads at once.
class HsdsApi {
 public:
  HsdsApi(const Store& store, const Taxonomy& profile, const Places& places, ServiceFinder find)
      : store_(store), profile_(profile), places_(places), find_(std::move(find)), roster_(store, profile) {}

  struct Answer {
    std::string json;     // one object; of a list as ndjson: one a line
    absl::Time modified;  // the record, or of a list: anything at all
  };

  // A page, or with format=ndjson everything. `client`: a hash of who asks, as far as that is known; see crawls.h.
  // INVALID_ARGUMENT when it is too much for one answer.
  absl::StatusOr<Answer> List(Collection collection, const Parameters& parameters, uint64_t client);

  // Every record on a line of its own. CANCELLED when `write` is false.
  absl::Status WriteAll(Collection collection, const Parameters& parameters,
                        const std::function<bool(const std::string& line)>& write);

  // NOT_FOUND for an id that is not there, or no longer, or is none.
  absl::StatusOr<Answer> Get(Collection collection, absl::string_view id, const Parameters& parameters);

 private:
  struct Rendered {
    Json json;
    absl::Time modified;
  };
  absl::StatusOr<Rendered> Render(Collection collection, uint32_t index, const View& view) const;
  absl::StatusOr<Rendered> RenderService(Uuid id, const View& view) const;
  absl::StatusOr<Rendered> RenderPlace(Uuid place, Uuid service, const View& view) const;
  absl::StatusOr<Rendered> RenderOrganization(Uuid id, const View& view) const;
  absl::StatusOr<v1::Service> Read(absl::string_view name) const;

  const Store& store_;
  const Taxonomy& profile_;
  const Places& places_;
  const ServiceFinder find_;
  Roster roster_;
  Crawls crawls_;
};

}  // namespace socialekaart::hsds_api
