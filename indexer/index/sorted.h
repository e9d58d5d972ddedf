#pragma once

#include <algorithm>
#include <vector>

namespace socialekaart {

// Ascending vectors as sets.
template <typename Value>
void Insert(Value value, std::vector<Value>* sorted) {
  const auto at = std::lower_bound(sorted->begin(), sorted->end(), value);
  if (at == sorted->end() || *at != value) sorted->insert(at, value);
}

template <typename Value>
void Erase(Value value, std::vector<Value>* sorted) {
  const auto at = std::lower_bound(sorted->begin(), sorted->end(), value);
  if (at != sorted->end() && *at == value) sorted->erase(at);
}

}  // namespace socialekaart
