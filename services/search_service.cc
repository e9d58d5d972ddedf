#include "services/search_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"
#include "indexer/record/profile.h"
#include "indexer/text/fold.h"
#include "services/page_token.h"
#include "services/reply.h"
#include "services/search_request.h"
#include "services/snippet.h"

namespace socialekaart {
namespace {

constexpr absl::Duration kSearchDeadline = absl::Seconds(2);  // for calls that bring none
constexpr int kMaxSuggestions = 20;
constexpr int kDefaultSuggestions = 10;
constexpr size_t kMaxPrefixBytes = 60;
// What one page may weigh, well below the 4 MiB of a message.
constexpr size_t kMaxPageBytes = 3u << 20;

// Dutch names of codes in facets.
std::string DisplayName(absl::string_view facet, const std::string& value, const Taxonomy& taxonomy, const Gazetteer& gazetteer) {
  const data::v1::Taxonomy::Term* term = facet == "level"     ? taxonomy.FindLevel(value)
                                         : facet == "kind"    ? taxonomy.FindKind(value)
                                         : facet == "problem" ? taxonomy.FindProblem(value)
                                         : facet == "access"  ? taxonomy.FindAccess(value)
                                                              : nullptr;
  if (term != nullptr) return term->display_name();
  return gazetteer.MunicipalityName(value).value_or(value);
}

// A word of the name begins so.
bool HasWord(absl::string_view name, absl::string_view folded_prefix) {
  const std::string folded = Fold(name);
  for (size_t at = folded.find(std::string(folded_prefix)); at != std::string::npos; at = folded.find(std::string(folded_prefix), at + 1)) {
    if (at == 0 || folded[at - 1] == ' ' || folded[at - 1] == '-' || folded[at - 1] == '(') return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<v1::SearchResult> SearchServiceImpl::ToResult(const Hit& hit, const v1::SearchServicesRequest& request, absl::Time now) const {
  v1::SearchResult result;
  v1::Service* service = result.mutable_service();
  if (!service->ParseFromString(hit.summary)) {
    return Error(absl::StatusCode::kDataLoss, v1::ERROR_REASON_INDEX_FAILED, absl::StrCat("the summary of ", hit.name, " cannot be parsed"));
  }
  AddWaitingTime(*service, now, service->mutable_profile());
  result.set_score(hit.score);
  if (hit.distance_m) result.set_distance_m(*hit.distance_m);
  result.set_distance_approximate(hit.distance_approximate);
  result.set_age_fit(hit.age_fit);
  result.set_area_fit(hit.area_fit);
  result.set_snippet(MakeSnippet(service->description(), request.text(), analyzer_));
  for (const ScorePart& part : hit.parts) {
    if (!request.explain()) break;
    auto* explained = result.mutable_explanation()->add_parts();
    explained->set_name(part.name);
    explained->set_score(part.score);
  }
  return result;
}

absl::StatusOr<v1::SearchServicesResponse> SearchServiceImpl::Search(const v1::SearchServicesRequest& request, absl::Time deadline) {
  const auto planned = PlanSearch(request, taxonomy_, places_);
  if (!planned.ok()) return planned.status();
  if (request.min_revision() > 0) {
    if (absl::Status status = index_.WaitFor(request.min_revision(), deadline); !status.ok()) return status;
  }
  const auto hits = index_.Search(planned->query);
  if (!hits.ok()) return hits.status();

  v1::SearchServicesResponse response;
  const absl::Time now = absl::Now();
  size_t taken = 0;
  size_t bytes = 0;
  for (const Hit& hit : hits->hits) {
    auto result = ToResult(hit, request, now);
    if (!result.ok() && !absl::IsNotFound(result.status())) return result.status();
    if (result.ok()) {
      bytes += result->ByteSizeLong();
      if (bytes > kMaxPageBytes && response.results_size() > 0) break;  // the rest comes with the next page
      *response.add_results() = *std::move(result);
    }
    ++taken;
  }
  response.set_total_size(hits->total);
  response.set_revision(hits->revision);
  if (request.has_place()) *response.mutable_place() = planned->place;
  const Gazetteer gazetteer = places_.gazetteer();
  for (size_t i = 0; i < hits->facets.size(); ++i) {
    auto* facet = response.add_facets();
    facet->set_facet(request.facets(static_cast<int>(i)));
    for (const FacetCount& count : hits->facets[i]) {
      auto* value = facet->add_values();
      value->set_value(count.value);
      value->set_count(count.count);
      value->set_display_name(DisplayName(facet->facet(), count.value, taxonomy_, gazetteer));
    }
  }
  const size_t next = planned->query.offset + taken;
  const bool may_be_more = taken < hits->hits.size() || hits->hits.size() == planned->query.count;
  if (may_be_more && static_cast<int64_t>(next) < hits->total && next < kMaxDepth) {
    store::v1::PageToken token;
    token.set_request_hash(HashOfSearch(request));
    token.set_offset(static_cast<int64_t>(next));
    response.set_next_page_token(EncodePageToken(std::move(token)));
  }
  return response;
}

absl::StatusOr<v1::SuggestTermsResponse> SearchServiceImpl::Suggest(const v1::SuggestTermsRequest& request) {
  if (request.text().empty() || request.text().size() > 200) {
    return InvalidField("text", request.text().empty() ? "is empty" : "is too long", "1 to 200 bytes");
  }
  if (request.page_size() < 0) return InvalidField("page_size", "is negative", "0 to 20");
  const int limit = std::min(request.page_size() == 0 ? kDefaultSuggestions : request.page_size(), kMaxSuggestions);
  const std::string prefix = Fold(request.text()).substr(0, kMaxPrefixBytes);
  v1::SuggestTermsResponse response;
  const auto add = [&](const std::string& text, const char* kind, const std::string& code) {
    if (response.suggestions_size() >= limit) return;
    auto* suggestion = response.add_suggestions();
    suggestion->set_text(text);
    suggestion->set_kind(kind);
    suggestion->set_code(code);
  };
  const auto add_terms = [&](const google::protobuf::RepeatedPtrField<data::v1::Taxonomy::Term>& terms, const char* kind) {
    for (const auto& term : terms) {
      bool fits = HasWord(term.display_name(), prefix);
      for (const std::string& name : term.alternate_names()) fits |= HasWord(name, prefix);
      if (fits) add(term.display_name(), kind, term.code());
    }
  };
  add_terms(taxonomy_.data().problems(), "problem");
  add_terms(taxonomy_.data().kinds(), "kind");
  for (const PlaceSuggestion& place : places_.gazetteer().Complete(request.text(), static_cast<size_t>(limit) / 2)) add(place.text, "place", place.municipality_code);
  const auto titles = index_.CompleteTitle(prefix, static_cast<size_t>(limit));
  if (!titles.ok() && !absl::IsUnavailable(titles.status())) return titles.status();
  if (titles.ok()) {
    for (const Index::Title& title : *titles) add(title.text, "service", title.name);
  }
  return response;
}

absl::StatusOr<v1::ResolvePlaceResponse> SearchServiceImpl::Resolve(const v1::ResolvePlaceRequest& request) const {
  auto place = places_.Resolve(request.place());
  if (!place.ok()) return place.status();
  v1::ResolvePlaceResponse response;
  *response.mutable_place() = *std::move(place);
  return response;
}

grpc::ServerUnaryReactor* SearchServiceImpl::SearchServices(grpc::CallbackServerContext* context, const v1::SearchServicesRequest* request,
                                                            v1::SearchServicesResponse* response) {
  const absl::Time deadline = DeadlineOf(*context, kSearchDeadline);
  if (request->min_revision() <= index_.revision()) {
    return Reply(context, "SearchServices", response, [&] { return Search(*request, deadline); });
  }
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const bool accepted = waiting_.Run([this, reactor, request, response, deadline] {
    auto result = Search(*request, deadline);
    if (result.ok()) *response = *std::move(result);
    reactor->Finish(ToGrpc(result.status()));
  });
  if (!accepted) {
    reactor->Finish(ToGrpc(Error(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_TOO_MANY_REQUESTS, "too many calls wait for a revision")));
  }
  return reactor;
}

grpc::ServerUnaryReactor* SearchServiceImpl::SuggestTerms(grpc::CallbackServerContext* context, const v1::SuggestTermsRequest* request,
                                                          v1::SuggestTermsResponse* response) {
  return Reply(context, "SuggestTerms", response, [&] { return Suggest(*request); });
}

grpc::ServerUnaryReactor* SearchServiceImpl::ResolvePlace(grpc::CallbackServerContext* context, const v1::ResolvePlaceRequest* request,
                                                          v1::ResolvePlaceResponse* response) {
  return Reply(context, "ResolvePlace", response, [&] { return Resolve(*request); });
}

}  // namespace socialekaart
