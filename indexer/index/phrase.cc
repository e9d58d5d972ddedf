#include "indexer/index/phrase.h"

#include <algorithm>

namespace socialekaart {
namespace {

bool StandsSideBySide(Xapian::Database& database, Xapian::docid document, const QueryPhrase& phrase) {
  // Where the first word may stand so that all words up to here fit.
  std::vector<Xapian::termpos> starts;
  for (size_t i = 0; i < phrase.terms.size(); ++i) {
    const auto& [term, distance] = phrase.terms[i];
    std::vector<Xapian::termpos> here;
    try {
      for (auto at = database.positionlist_begin(document, term); at != database.positionlist_end(document, term); ++at) {
        if (*at >= distance) here.push_back(*at - distance);
      }
    } catch (const Xapian::RangeError&) {
      return false;  // the term is not in the document
    }
    if (i == 0) {
      starts = std::move(here);
    } else {
      std::erase_if(starts, [&](Xapian::termpos start) { return !std::binary_search(here.begin(), here.end(), start); });
    }
    if (starts.empty()) return false;
  }
  return true;
}

}  // namespace

bool HasPhrases(Xapian::Database& database, Xapian::docid document, const std::vector<QueryPhrase>& phrases) {
  return std::all_of(phrases.begin(), phrases.end(), [&](const QueryPhrase& phrase) { return StandsSideBySide(database, document, phrase); });
}

}  // namespace socialekaart
