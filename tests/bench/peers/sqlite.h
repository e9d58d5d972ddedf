#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tests/bench/peers/engine.h"
#include "tests/bench/peers/stems.h"

namespace socialekaart::bench {

// SQLite in process: FTS5 over stems (it has no Dutch stemmer), an R*Tree of locations, tables by gemeente and level;
// mapped into memory and analyzed. Builds its database in `file`.
absl::StatusOr<std::unique_ptr<Engine>> MakeSqlite(const std::string& file, const Directory& directory, Stems& stems);

}  // namespace socialekaart::bench
