#pragma once

#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"

namespace socialekaart::bench {

// A step of a run, under the name that progress and failures show.
template <typename Runner>
using Step = std::pair<const char*, absl::Status (Runner::*)()>;

// One after the other, until one fails.
template <typename Runner>
absl::Status RunSteps(Runner* runner, absl::Span<const Step<Runner>> steps,
                      const std::function<void(const std::string&)>& progress) {
  for (const auto& [name, step] : steps) {
    progress(name);
    if (absl::Status status = (runner->*step)(); !status.ok()) {
      return absl::Status(status.code(), absl::StrCat(name, ": ", status.message()));
    }
  }
  return absl::OkStatus();
}

}  // namespace socialekaart::bench
