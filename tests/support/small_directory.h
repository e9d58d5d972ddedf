#pragma once

#include <memory>
#include <string>
#include <vector>

#include "indexer/index/index.h"
#include "indexer/record/taxonomy.h"
#include "indexer/store/catalog.h"
#include "indexer/store/store.h"
#include "indexer/text/analyzer.h"
#include "services/places.h"
#include "socialekaart/v1/resources.pb.h"
#include "tests/support/temporary_folder.h"

namespace socialekaart {

// One service as a test writes it down. What is left out is unknown.
struct Town {
  std::string name = {};
  std::string levels = "vrij-toegankelijk";  // codes, space separated
  std::string kind = "aanbieder";
  std::string problems = {};
  std::string excluded = {};
  std::string access = "vrij";
  std::string area = {};         // codes as in an extent
  std::string postal_code = {};  // of its one location; "" = none
  double latitude = 0, longitude = 0;  // 0 = not known
  double minimum_age = -1, maximum_age = -1;  // -1 = not known
  std::string description = {};
  v1::ServiceStatus status = v1::SERVICE_STATUS_ACTIVE;
  bool confidential = false;
  std::string assured_date = {};
  std::string contracts = {};    // codes of gemeenten
  int waiting_days = -1;         // measured today; -1 = not known
};

// A real store, catalog and index in a folder of their own, with the taxonomy and gazetteer that the project ships.
class SmallDirectory {
 public:
  SmallDirectory();

  // The record as stored; the test fails when it is refused.
  v1::Service Add(const Town& town);
  // Everything that was written can be found when this returns.
  void Settle();
  // Names of what is found, best first.
  std::vector<std::string> Find(const IndexQuery& query);
  // A query about a place of the shipped gazetteer.
  IndexQuery Near(const std::string& place);

  void StopIndex() { index_.reset(); }
  void StartIndex();

  Store& store() { return *store_; }
  Catalog& catalog() { return *catalog_; }
  Index& index() { return *index_; }
  Places& places() { return *places_; }
  const Taxonomy& taxonomy() const { return *taxonomy_; }
  const Analyzer& analyzer() const { return *analyzer_; }
  data::v1::Ranking& ranking() { return ranking_; }
  IndexingRules rules() const { return {*analyzer_, *taxonomy_, ranking_}; }
  std::string folder(const std::string& name) const { return folder_.path(name); }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<const Taxonomy> taxonomy_;
  std::unique_ptr<const Analyzer> analyzer_;
  data::v1::Ranking ranking_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Places> places_;
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<Index> index_;
};

v1::Attribute MakeAttribute(const std::string& taxonomy, const std::string& code);

}  // namespace socialekaart
