#pragma once

#include <string>
#include <vector>

#include "indexer/hsds/finding.h"

namespace socialekaart::testing {

class Collected : public FindingSink {
 public:
  void Add(v1::Finding finding) override { findings.push_back(std::move(finding)); }

  // "path rule" of each finding of at least this severity.
  std::vector<std::string> AtLeast(v1::Finding::Severity severity) const {
    std::vector<std::string> list;
    for (const auto& finding : findings) {
      if (finding.severity() >= severity) list.push_back(finding.path() + " " + finding.rule());
    }
    return list;
  }
  std::vector<std::string> All() const { return AtLeast(v1::Finding::SEVERITY_INFO); }
  std::vector<std::string> Errors() const { return AtLeast(v1::Finding::SEVERITY_ERROR); }

  std::vector<v1::Finding> findings;
};

}  // namespace socialekaart::testing
