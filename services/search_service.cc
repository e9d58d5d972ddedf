#include "services/search_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"
#include "indexer/record/profile.h"
#include "services/page_token.h"
#include "services/reply.h"
#include "services/search_request.h"
#include "services/snippet.h"
#include "services/supply.h"

namespace socialekaart {
namespace {

// What one page may weigh, well below the 4 MiB of a message.
constexpr size_t kMaxPageBytes = 3u << 20;
// How many results a page token remembers, 4 bytes each.
constexpr size_t kMaxShown = 1000;

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

void AddPageToken(const v1::SearchServicesRequest& request, const Page& page, const Hits& hits, size_t taken, bool may_be_more,
                  v1::SearchServicesResponse* response) {
  const size_t next = page.offset + taken;
  if (!may_be_more || static_cast<int64_t>(next) >= hits.total || next >= kMaxDepth) return;
  store::v1::PageToken token;
  token.set_request_hash(HashOfSearch(request));
  token.set_offset(static_cast<int64_t>(next));
  token.set_revision(hits.revision);
  if (next <= kMaxShown) {
    for (const uint32_t key : page.shown) token.add_shown(key);
    for (size_t i = 0; i < taken; ++i) token.add_shown(hits.hits[i].key);
  }
  response->set_next_page_token(EncodePageToken(std::move(token)));
}

}  // namespace

absl::Status SearchServiceImpl::FillResult(const Hit& hit, const std::vector<std::string>& terms, absl::Time now, v1::SearchResult* result) const {
  v1::Service* service = result->mutable_service();
  if (!service->ParseFromString(hit.summary)) {
    return Error(absl::StatusCode::kDataLoss, v1::ERROR_REASON_INDEX_FAILED, absl::StrCat("the summary of ", hit.name, " cannot be parsed"));
  }
  AddWaitingTime(*service, now, service->mutable_profile());
  result->set_score(hit.score);
  if (hit.distance_m) result->set_distance_m(*hit.distance_m);
  result->set_distance_approximate(hit.distance_approximate);
  result->set_age_fit(hit.age_fit);
  result->set_area_fit(hit.area_fit);
  result->set_snippet(MakeSnippet(hit.description, terms, rules_.analyzer));
  for (const ScorePart& part : hit.parts) {
    auto* explained = result->mutable_explanation()->add_parts();
    explained->set_name(part.name);
    explained->set_score(part.score);
    explained->set_detail(part.detail);
  }
  return absl::OkStatus();
}

absl::Status SearchServiceImpl::Search(const v1::SearchServicesRequest& request, absl::Time deadline, v1::SearchServicesResponse* response) {
  const auto planned = PlanSearch(request, rules_, places_, *matcher_);
  if (!planned.ok()) return planned.status();
  if (request.min_revision() > 0) {
    if (absl::Status status = index_.WaitFor(request.min_revision(), deadline); !status.ok()) return status;
  }
  const auto hits = index_.Search(planned->query);
  if (!hits.ok()) return hits.status();

  const absl::Time now = absl::Now();
  size_t taken = 0;
  size_t bytes = 0;
  for (const Hit& hit : hits->hits) {
    bytes += hit.summary.size();
    if (bytes > kMaxPageBytes && taken > 0) break;  // the rest comes with the next page
    if (absl::Status status = FillResult(hit, hits->terms, now, response->add_results()); !status.ok()) return status;
    ++taken;
  }
  response->set_total_size(hits->total);
  response->set_revision(hits->revision);
  response->set_corrected_text(hits->corrected_text);
  response->set_no_good_match(hits->no_good_match);
  if (planned->query.place) *response->mutable_place() = planned->place;
  for (size_t i = 0; i < hits->facets.size(); ++i) {
    auto* facet = response->add_facets();
    facet->set_facet(request.facets(static_cast<int>(i)));
    const Gazetteer gazetteer = places_.gazetteer();
    for (const FacetCount& count : hits->facets[i]) {
      auto* value = facet->add_values();
      value->set_value(count.value);
      value->set_count(count.count);
      value->set_display_name(DisplayName(facet->facet(), count.value, rules_.taxonomy, gazetteer));
    }
  }
  AddPageToken(request, planned->query.page, *hits, taken, taken < hits->hits.size() || hits->hits.size() == planned->query.count, response);
  return absl::OkStatus();
}

absl::StatusOr<v1::ResolvePlaceResponse> SearchServiceImpl::Resolve(const v1::ResolvePlaceRequest& request) const {
  auto place = places_.Resolve(request.place());
  if (!place.ok()) return place.status();
  v1::ResolvePlaceResponse response;
  if (place->candidates().empty() && place->municipalities_size() == 1) {
    for (v1::LatLng& corner : places_.gazetteer().OutlineOf(place->municipalities(0).code())) *response.add_outline() = std::move(corner);
  }
  *response.mutable_place() = *std::move(place);
  return response;
}

absl::StatusOr<v1::AnalyzeTextResponse> SearchServiceImpl::Analyze(const v1::AnalyzeTextRequest& request) {
  constexpr const char* kKinds[] = {"lemma", "part", "synonym"};
  if (request.text().size() > kMaxTextBytes) {
    return InvalidField("text", absl::StrCat("is ", request.text().size(), " bytes long"), "at most 1,000", v1::ERROR_REASON_QUERY_TOO_LONG);
  }
  v1::AnalyzeTextResponse response;
  std::vector<AnalysisStep> steps = rules_.analyzer.Explain(request.text());
  for (const TextToken& token : rules_.analyzer.Analyze(request.text())) {
    auto* analyzed = response.add_tokens();
    analyzed->set_word(token.word);
    analyzed->set_offset(static_cast<int32_t>(token.offset));
    analyzed->set_length(static_cast<int32_t>(token.length));
    analyzed->set_stop_word(token.is_stop_word);
    analyzed->set_known(token.is_known);
    for (const TextForm& form : token.forms) {
      auto* shown = analyzed->add_forms();
      shown->set_term(form.term);
      shown->set_kind(kKinds[static_cast<size_t>(form.kind)]);
      shown->set_offset(static_cast<int32_t>(form.offset));
      shown->set_length(static_cast<int32_t>(form.length));
    }
    // The steps of a word that stands twice are shown at its first place.
    for (AnalysisStep& step : steps) {
      if (step.word != token.word) continue;
      auto* shown = analyzed->add_steps();
      shown->set_what(step.what);
      shown->set_result(step.result);
    }
    std::erase_if(steps, [&](const AnalysisStep& step) { return step.word == token.word; });
  }
  const auto query = index_.DescribeText(TextQueryOf(request.text(), *matcher_));
  if (!query.ok()) return query.status();
  response.set_query(*query);
  return response;
}

grpc::ServerUnaryReactor* SearchServiceImpl::SearchServices(grpc::CallbackServerContext* context, const v1::SearchServicesRequest* request,
                                                            v1::SearchServicesResponse* response) {
  const absl::Time deadline = DeadlineOf(*context, kLongestSearchWait);
  if (request->min_revision() <= index_.revision()) {
    return ReplyInPlace(context, "SearchServices", [&] { return Search(*request, deadline, response); });
  }
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const bool accepted = waiting_.Run([this, reactor, request, response, deadline] {
    reactor->Finish(ToGrpc(Search(*request, deadline, response)));
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

grpc::ServerUnaryReactor* SearchServiceImpl::AnalyzeText(grpc::CallbackServerContext* context, const v1::AnalyzeTextRequest* request,
                                                         v1::AnalyzeTextResponse* response) {
  return Reply(context, "AnalyzeText", response, [&] { return Analyze(*request); });
}

absl::StatusOr<v1::DescribeSupplyResponse> SearchServiceImpl::Supply(const v1::DescribeSupplyRequest& request) {
  const std::shared_ptr<const Matcher> matcher = live_matcher_.Get();
  return socialekaart::DescribeSupply(request, {index_, places_, rules_.taxonomy, matcher->policy()}, absl::Now());
}

grpc::ServerUnaryReactor* SearchServiceImpl::DescribeSupply(grpc::CallbackServerContext* context, const v1::DescribeSupplyRequest* request,
                                                            v1::DescribeSupplyResponse* response) {
  return Reply(context, "DescribeSupply", response, [&] { return Supply(*request); });
}

grpc::ServerUnaryReactor* SearchServiceImpl::ResolvePlace(grpc::CallbackServerContext* context, const v1::ResolvePlaceRequest* request,
                                                          v1::ResolvePlaceResponse* response) {
  return Reply(context, "ResolvePlace", response, [&] { return Resolve(*request); });
}

}  // namespace socialekaart
