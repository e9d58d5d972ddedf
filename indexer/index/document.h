#pragma once

#include <xapian.h>

#include <string>

#include "indexer/place/gazetteer.h"
#include "indexer/record/taxonomy.h"
#include "indexer/text/analyzer.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart {

// What turns a service into a document. Borrowed; lives longer than the index.
struct IndexingRules {
  const Analyzer& analyzer;
  const Taxonomy& taxonomy;
};

// The document of a service (with its details, redacted, as Assemble gives it): a function of its arguments alone.
Xapian::Document ToDocument(const v1::Service& service, const IndexingRules& rules, const Gazetteer& gazetteer);

// Hash of a service as indexed: "is the index up to date with the store?"
std::string IndexedHash(const v1::Service& service);

std::string NameTerm(const std::string& name);

}  // namespace socialekaart
