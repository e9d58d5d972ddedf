#pragma once

#include <xapian.h>

#include <string>
#include <utility>
#include <vector>

#include "indexer/index/rules.h"
#include "indexer/place/gazetteer.h"
#include "socialekaart/store/v1/record.pb.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart {

// The document of a service (with its details, redacted, as Assemble gives it): a function of its arguments alone.
Xapian::Document ToDocument(const v1::Service& service, const IndexingRules& rules, const Gazetteer& gazetteer);

// Hash of a service as indexed: "is the index up to date with the store?"
std::string IndexedHash(const v1::Service& service);

std::string NameTerm(const std::string& name);

// Whether a term is one of the text, which Words holds in memory.
bool IsTextTerm(absl::string_view term);
// The text terms of a document with their impacts (words.h), sorted.
std::vector<std::pair<std::string, uint8_t>> TextTermsOf(const Xapian::Document& document, const data::v1::Ranking::Fields& weights);

// The words of a summary as they are written, folded, each once: what typing errors are mended with.
std::vector<std::string> SpellingsOf(const store::v1::IndexedSummary& summary);

}  // namespace socialekaart
