#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tests/bench/peers/engine.h"
#include "tests/bench/peers/stems.h"

namespace socialekaart::bench {

// Xapian as one would use it without columns of one's own: TermGenerator with the Dutch stemmer, boolean terms for
// gemeente, level and cells of a grid, value slots for ages, coordinates and facets; compacted. Builds its database in
// `folder`; `cpu_s` gets the CPU seconds of that, without the compaction.
absl::StatusOr<std::unique_ptr<Engine>> MakePlainXapian(const std::string& folder, const Directory& directory,
                                                        Stems& stems, double* cpu_s);

}  // namespace socialekaart::bench
