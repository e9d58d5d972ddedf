#pragma once

#include <vector>

#include "socialekaart/v1/match_service.pb.h"
#include "socialekaart/v1/search_service.pb.h"
#include "tests/bench/records.h"

namespace socialekaart::bench {

// What is asked, the same for the same records: places in the pilot gemeenten, words from the generated text.
std::vector<v1::SearchServicesRequest> FilteredSearches(const Records& records,
                                                        size_t count);  // text, place, age, level
std::vector<v1::SearchServicesRequest> PlaceAgeLevelSearches(const Records& records, size_t count);
std::vector<v1::SearchServicesRequest> TextSearches(const Records& records, size_t count);
std::vector<v1::SearchServicesRequest> PlaceSearches(const Records& records, size_t count);
std::vector<v1::MatchRequest> MatchQuestions(const Records& records, size_t count);
// Notes of 40 words, as they are typed, and no place.
std::vector<v1::MatchRequest> LongNotes();

}  // namespace socialekaart::bench
