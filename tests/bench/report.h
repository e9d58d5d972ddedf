#pragma once

#include <string>
#include <vector>

#include "tests/bench/run.h"

namespace socialekaart::bench {

std::string ToJson(const std::vector<Result>& results);
// A table with a column for each result, and what was to be reached at 100,000 services.
std::string ToMarkdown(const std::vector<Result>& results);

}  // namespace socialekaart::bench
