#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "socialekaart/data/v1/gazetteer.pb.h"
#include "socialekaart/v1/directory_service.pb.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart {

// Files of others -> records and places, with a report. Knows formats; does not know where records are kept.

// Where the bytes come from. Blocking; read by one thread.
class ImportInput {
 public:
  virtual ~ImportInput() = default;
  // Goes to the next file; its name, or nothing after the last one.
  virtual absl::StatusOr<std::optional<std::string>> NextFile() = 0;
  // Up to `size` bytes of the current file into `buffer`; 0 = the end of this file.
  virtual absl::StatusOr<size_t> Read(char* buffer, size_t size) = 0;
};

// A service as it came in, with the records nested in it. `name` of each is "services/{external id}" and so on: the external id
// as the source has it, which the target turns into an id of its own. `organization` and `location` of the service refer to those.
struct ImportedService {
  v1::Service service;
  std::optional<v1::Organization> organization;
  std::vector<v1::Location> locations;
  std::string file;
  int64_t line = 0;
};

// Where the records go.
class ImportTarget {
 public:
  virtual ~ImportTarget() = default;
  // Validates each record and stores the good ones durably, in one write. Counts and findings go into `report`. An error stops the import.
  virtual absl::Status PutServices(absl::Span<ImportedService> batch, v1::ImportReport* report) = 0;
  // Replaces what was imported before.
  virtual absl::Status PutGazetteer(const data::v1::Gazetteer& gazetteer) = 0;
  virtual absl::Status PutNeighbourhoods(const data::v1::Neighbourhoods& neighbourhoods) = 0;
};

// Reads all of `input` and hands it to `target`, in batches. Bounded memory: a record over 1 MiB is rejected, a line is skipped
// without being held. Errors: INVALID_ARGUMENT when the stream is not of this format at all, what `input` and `target` say. A report is
// complete for what was read, also when records were rejected.
absl::StatusOr<v1::ImportReport> RunImport(const v1::ImportServicesRequest::Options& options, ImportInput& input,
                                           ImportTarget& target);

}  // namespace socialekaart
