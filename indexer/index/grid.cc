#include "indexer/index/grid.h"

#include <algorithm>
#include <cmath>

#include "indexer/index/sorted.h"

namespace socialekaart {
namespace {

constexpr double kMetresPerDegree = 111'190;  // a little short: no cell is left out
constexpr double kCellsPerDegree = 16;

struct Cell {
  int32_t row;  // from the equator to the north
  int32_t column;
};

Cell CellOf(double latitude, double longitude) {
  return {static_cast<int32_t>(std::floor(latitude * kCellsPerDegree)), static_cast<int32_t>(std::floor(longitude * kCellsPerDegree))};
}

uint64_t KeyOf(Cell cell) { return uint64_t{static_cast<uint32_t>(cell.row)} << 32 | static_cast<uint32_t>(cell.column); }

Cell CellOf(uint64_t key) { return {static_cast<int32_t>(key >> 32), static_cast<int32_t>(key & UINT32_MAX)}; }

}  // namespace

void Grid::Add(float latitude, float longitude, Document document) { Insert(document, &cells_[KeyOf(CellOf(latitude, longitude))]); }

void Grid::Remove(float latitude, float longitude, Document document) {
  const auto cell = cells_.find(KeyOf(CellOf(latitude, longitude)));
  if (cell == cells_.end()) return;
  Erase(document, &cell->second);
  if (cell->second.empty()) cells_.erase(cell);
}

void Grid::AddNear(const v1::LatLng& point, double radius_m, DocumentSet* documents) const {
  const double rows = radius_m / kMetresPerDegree;
  // Meridians lie closest at the end that is nearest to a pole.
  const double farthest = std::min(89.0, std::abs(point.latitude()) + rows);
  const double columns = rows / std::cos(farthest * M_PI / 180);
  const Cell low = CellOf(point.latitude() - rows, point.longitude() - columns);
  const Cell high = CellOf(point.latitude() + rows, point.longitude() + columns);
  const auto add = [documents](const std::vector<Document>& cell) {
    for (const Document document : cell) documents->Add(document);
  };
  if ((high.row - low.row + 1.0) * (high.column - low.column + 1.0) > static_cast<double>(cells_.size())) {
    for (const auto& [key, inside] : cells_) {
      const Cell cell = CellOf(key);
      if (cell.row >= low.row && cell.row <= high.row && cell.column >= low.column && cell.column <= high.column) add(inside);
    }
    return;
  }
  for (Cell cell = low; cell.row <= high.row; ++cell.row) {
    for (cell.column = low.column; cell.column <= high.column; ++cell.column) {
      if (const auto inside = cells_.find(KeyOf(cell)); inside != cells_.end()) add(inside->second);
    }
  }
}

}  // namespace socialekaart
