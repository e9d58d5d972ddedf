#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "indexer/index/index.h"
#include "indexer/place/gazetteer.h"
#include "services/matching/matcher.h"
#include "socialekaart/v1/match_service.pb.h"

namespace socialekaart {

// What a search for services must know of a case besides the answer so far.
struct SuggestionRequest {
  v1::RequesterRole role = v1::REQUESTER_ROLE_UNSPECIFIED;
  LocalPlace place;  // where the family lives
  size_t count = 0;  // a level
  absl::Time now;
};

// Fills the steps of the ladder with services, their reasons, and the gaps with what comes nearest. What cannot be
// opened by who asks, or is not contracted, is never among the suggestions. `suggestions_unavailable` is set while the
// index cannot answer.
absl::Status AddSuggestions(const SuggestionRequest& request, const Matcher& matcher, const Gazetteer& gazetteer,
                            Index& index, v1::MatchResponse* response);

// A hit as it is told. DATA_LOSS: its summary cannot be read.
absl::Status ToSuggestion(const Hit& hit, const SuggestionRequest& request, const Matcher& matcher, v1::Suggestion* suggestion);

}  // namespace socialekaart
