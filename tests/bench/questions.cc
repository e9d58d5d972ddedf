#include "tests/bench/questions.h"

#include <array>
#include <functional>
#include <string>

#include "absl/strings/str_cat.h"

namespace socialekaart::bench {
namespace {

constexpr uint64_t kQuestionSeed = 2026;

// The steps of the ladder that searches filter on, as often as they are listed.
constexpr auto kLevels = std::to_array<v1::HelpLevel>(
    {v1::HELP_LEVEL_COMMUNITY, v1::HELP_LEVEL_COMMUNITY, v1::HELP_LEVEL_LOCAL_TEAM, v1::HELP_LEVEL_PRACTICE_SUPPORT,
     v1::HELP_LEVEL_BASIC_CARE, v1::HELP_LEVEL_BASIC_CARE, v1::HELP_LEVEL_SPECIALIST_CARE});
constexpr auto kWho = std::to_array<const char*>({"jongen", "meisje", "zoon", "dochter", "leerling", "kind"});
constexpr auto kWhen = std::to_array<const char*>({"sinds kort", "al maanden", "sinds de zomer", "thuis", "op school"});

const Town& PickTown(const Records& records, Random& random) {
  return random.Pick(random.Pick(records.country().pilot).towns);
}

// Half by postcode, a quarter by gemeente code and a quarter as a point, which is how systems ask; none is ambiguous.
void SetPlace(const Records& records, Random& random, v1::Place& place) {
  const Town& town = PickTown(records, random);
  const double share = random.Unit();
  if (share < 0.5) {
    place.set_postal_code(town.postal_code4);
  } else if (share < 0.75) {
    place.set_municipality_code(town.municipality_code);
  } else {
    place.mutable_point()->set_latitude(town.latitude);
    place.mutable_point()->set_longitude(town.longitude);
  }
}

// 1 to 3 words: what the problem is called, and sometimes a word of a name.
std::string Text(const Records& records, Random& random) {
  std::string text = records.words().Domain(random);
  if (random.Chance(0.6)) absl::StrAppend(&text, " ", records.words().Domain(random));
  if (random.Chance(0.3)) absl::StrAppend(&text, " ", records.words().Rare(random));
  return text;
}

template <typename Request>
std::vector<Request> Make(size_t count, const std::function<Request(Random&)>& make) {
  Random random(kQuestionSeed);
  std::vector<Request> requests;
  requests.reserve(count);
  while (requests.size() < count) requests.push_back(make(random));
  return requests;
}

}  // namespace

std::vector<v1::SearchServicesRequest> FilteredSearches(const Records& records, size_t count) {
  return Make<v1::SearchServicesRequest>(count, [&](Random& random) {
    v1::SearchServicesRequest request;
    request.set_text(Text(records, random));
    SetPlace(records, random, *request.mutable_place());
    request.set_age_years(random.Between(0, 17));
    request.mutable_filter()->add_levels(random.Pick(kLevels));
    return request;
  });
}

std::vector<v1::SearchServicesRequest> PlaceAgeLevelSearches(const Records& records, size_t count) {
  std::vector<v1::SearchServicesRequest> requests = FilteredSearches(records, count);
  for (v1::SearchServicesRequest& request : requests) request.clear_text();
  return requests;
}

std::vector<v1::SearchServicesRequest> TextSearches(const Records& records, size_t count) {
  return Make<v1::SearchServicesRequest>(count, [&](Random& random) {
    v1::SearchServicesRequest request;
    request.set_text(Text(records, random));
    return request;
  });
}

std::vector<v1::SearchServicesRequest> PlaceSearches(const Records& records, size_t count) {
  return Make<v1::SearchServicesRequest>(count, [&](Random& random) {
    v1::SearchServicesRequest request;
    SetPlace(records, random, *request.mutable_place());
    return request;
  });
}

std::vector<v1::MatchRequest> MatchQuestions(const Records& records, size_t count) {
  return Make<v1::MatchRequest>(count, [&](Random& random) {
    v1::MatchRequest request;
    const int age = random.Between(2, 17);
    const auto& problem = random.Pick(records.taxonomy().problems());
    request.set_question(absl::StrCat(
        random.Pick(kWho), " ", age, " jaar, ", random.Pick(kWhen), " ",
        problem.alternate_names().empty() ? problem.display_name() : random.Pick(problem.alternate_names())));
    request.set_age_years(age);
    SetPlace(records, random, *request.mutable_place());
    request.set_requester_role(v1::REQUESTER_ROLE_POH_JEUGD);
    if (random.Chance(0.5)) request.mutable_assessment()->set_symptoms(random.Between(0, 3));
    if (random.Chance(0.5)) request.mutable_assessment()->set_functioning(random.Between(0, 3));
    return request;
  });
}

std::vector<v1::MatchRequest> LongNotes() {
  constexpr const char* kNotes[] = {
      "jongen van 8 jaar, sinds de scheiding van zijn ouders boos op school en verdrietig thuis, slaapt slecht in, wil niet naar gym, "
      "geen pesten, moeder maakt zich zorgen, vader denkt dat het wel weer over gaat, gisteren weer ruzie",
      "meisje 14, klaagt al maanden over hoofdpijn en buikpijn voor toetsen, leert tot laat in de avond, huisarts vond niets, ouders hebben "
      "hoge verwachtingen, mentor ziet dat ze zich terugtrekt, zegt zelf dat het allemaal te veel wordt",
      "onze peuter van 2 krijst elke keer als hij zijn zin niet krijgt, gooit met speelgoed, bijt soms zijn zusje, op de opvang gaat het "
      "goed, wij zijn moe en weten niet meer hoe we rustig moeten blijven",
      "kind van 11 is druk en snel afgeleid, vergeet spullen, kan niet stilzitten in de klas, leerkracht vraagt om onderzoek, thuis "
      "structuur met lijstjes helpt een beetje, eerder training gehad op school, ouders willen weten wat er nog kan"};
  std::vector<v1::MatchRequest> requests;
  for (const char* note : kNotes) requests.emplace_back().set_question(note);
  return requests;
}

}  // namespace socialekaart::bench
