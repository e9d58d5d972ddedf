// socialekaart search

#include <fmt/format.h>

#include <memory>

#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "clients/cli/privacy.h"
#include "clients/cli/text.h"
#include "clients/cli/words.h"

namespace socialekaart::cli {
namespace {

struct Flags {
  std::vector<std::string> words;
  std::string place;
  std::string radius;
  std::optional<double> age;
  std::vector<std::string> levels;
  std::vector<std::string> kinds;
  std::vector<std::string> problems;
  std::vector<std::string> languages;
  std::vector<std::string> facets;
  std::optional<double> min_quality;
  bool free = false;
  bool include_closed = false;
  bool explain = false;
  int page_size = 10;
  std::string page_token;
  int64_t min_revision = 0;
};

v1::SearchServicesRequest ToRequest(const Flags& flags) {
  v1::SearchServicesRequest request;
  request.set_text(fmt::format("{}", fmt::join(flags.words, " ")));
  if (!flags.place.empty()) *request.mutable_place() = ToPlace(flags.place);
  if (flags.age.has_value()) request.set_age_years(*flags.age);
  v1::SearchFilter& filter = *request.mutable_filter();
  for (const std::string& level : flags.levels) filter.add_levels(*ParseLevel(level));
  filter.mutable_kinds()->Add(flags.kinds.begin(), flags.kinds.end());
  filter.mutable_problems()->Add(flags.problems.begin(), flags.problems.end());
  filter.mutable_languages()->Add(flags.languages.begin(), flags.languages.end());
  filter.set_free_access(flags.free);
  filter.set_include_temporarily_closed(flags.include_closed);
  if (!flags.radius.empty()) filter.set_radius_m(*ParseRadius(flags.radius));
  if (flags.min_quality.has_value()) filter.set_min_quality(*flags.min_quality);
  request.mutable_facets()->Add(flags.facets.begin(), flags.facets.end());
  request.set_explain(flags.explain);
  request.set_page_size(flags.page_size);
  request.set_page_token(flags.page_token);
  request.set_min_revision(flags.min_revision);
  return request;
}

Table ToTable(const v1::SearchServicesResponse& response, bool is_terminal) {
  if (!is_terminal) {
    Table table = {
        .header = {"name", "display_name", "organization", "levels", "distance_m", "age_fit", "area_fit", "phone"}};
    for (const v1::SearchResult& result : response.results()) {
      const v1::Service& service = result.service();
      table.rows.push_back({service.name(), service.display_name(), OrganizationText(service), LevelsText(service),
                            result.has_distance_m() ? fmt::format("{}", result.distance_m()) : "",
                            FitName(result.age_fit()), FitName(result.area_fit()), PhoneText(service)});
    }
    return table;
  }
  Table table = {.header = {"naam", "aanbieder", "niveau", "afstand", "leeftijd", "past", "gebied", "telefoon"},
                 .dispensable = {4, 1}};
  for (const v1::SearchResult& result : response.results()) {
    const v1::Service& service = result.service();
    table.rows.push_back({service.display_name(), OrganizationText(service), LevelsText(service), DistanceText(result),
                          AgesText(service), FitName(result.age_fit()), FitName(result.area_fit()),
                          PhoneText(service)});
  }
  return table;
}

// What goes with the results, for people.
std::string Remarks(const v1::SearchServicesResponse& response, const Flags& flags, const Output& output) {
  std::string text;
  if (flags.explain) {
    for (const v1::SearchResult& result : response.results()) {
      text += fmt::format("\n{} ({:.2f})\n", output.Bold(OneLine(result.service().display_name())), result.score());
      if (!result.snippet().empty()) text += "  " + OneLine(FromSnippet(OneLine(result.snippet()), "", "")) + "\n";
      for (const v1::ScorePart& part : result.explanation().parts()) {
        text += fmt::format("  {:>8.2f}  {}\n", part.score(), OneLine(part.name()));
      }
    }
  }
  for (const v1::FacetCounts& facet : response.facets()) {
    text += fmt::format("\n{}\n", output.Bold(facet.facet()));
    for (const v1::FacetValue& value : facet.values()) {
      text += fmt::format("  {:>6}  {}\n", value.count(),
                          OneLine(value.display_name().empty() ? value.value() : value.display_name()));
    }
  }
  text += fmt::format("\n{} gevonden", response.total_size());
  if (response.has_place()) text += fmt::format(" bij {}", OneLine(PlaceText(response.place())));
  if (!response.corrected_text().empty()) text += fmt::format("; gezocht op: {}", OneLine(response.corrected_text()));
  text += "\n";
  for (const v1::ResolvedPlace& candidate : response.place().candidates()) {
    text += fmt::format("  Bedoelt u --place \"{}\"?\n", OneLine(candidate.display_name()));
  }
  if (!response.next_page_token().empty()) text += fmt::format("Meer: --page-token {}\n", response.next_page_token());
  return output.Dim(text);
}

ExitCode Search(const Flags& flags, const Globals& globals, const Output& output) {
  const v1::SearchServicesRequest request = ToRequest(flags);
  if (HoldsBsn(request.text())) {
    ComplainOfBsn();
    return kPrivacy;
  }
  const auto response = NewClient(globals).SearchServices(request);
  if (!response.ok()) return Complain(response.status(), globals);
  if (globals.json) {
    output.PrintJson(*response, {"results"});
  } else {
    if (response->results_size() > 0) output.Print(ToTable(*response, output.is_terminal()));
    if (output.is_terminal()) output.Print(Remarks(*response, flags, output));
  }
  return response->results_size() > 0 ? kOk : kNothingFound;
}

}  // namespace

Run SetUpSearch(CLI::App& app) {
  const auto flags = std::make_shared<Flags>();
  app.add_option("words", flags->words, "What to look for; nothing finds all");
  CLI::Option* const place =
      app.add_option("--place,-p", flags->place, "Postcode, gemeente, place, BRIN, or LATITUDE,LONGITUDE");
  CLI::Option* const radius =
      app.add_option("--radius", flags->radius, "At most this far: 10km, 800m; needs --place")
          ->check([](const std::string& text) {
            return ParseRadius(text).has_value()
                       ? std::string()
                       : "'" + OneLine(text) + "' is no distance: write 10km or 800m, up to 500km";
          });
  radius->needs(place);
  app.add_option("--age,-a", flags->age, "Age in years; 0.5 is six months")->check(CLI::Range(0.0, 130.0));
  AddChoices(app, "--level,-l", flags->levels, LevelCodes(), "Level of help; several with commas");
  app.add_option("--kind", flags->kinds, "Kind of service: wijkteam, jgz, school, ...")
      ->delimiter(',')
      ->expected(1)
      ->take_all();
  app.add_option("--problem", flags->problems, "Problem: angst, druk, opv, ...")
      ->delimiter(',')
      ->expected(1)
      ->take_all();
  app.add_flag("--free", flags->free, "Only what one can go to without a referral");
  app.add_option("--lang", flags->languages, "Language, ISO 639-1: nl, ar, ...")
      ->delimiter(',')
      ->expected(1)
      ->take_all();
  app.add_flag("--include-closed", flags->include_closed, "Also what is temporarily closed");
  app.add_option("--min-quality", flags->min_quality, "Share of a complete and fresh record, 0..1")
      ->check(CLI::Range(0.0, 1.0));
  AddChoices(app, "--facet", flags->facets, {"level", "kind", "problem", "access", "municipality"},
             "Count the results by this");
  app.add_flag("--explain", flags->explain, "Why each result stands where it stands");
  app.add_option("--page-size", flags->page_size, "Results at once, 1..100")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  app.add_option("--page-token", flags->page_token, "The page after the one that gave this token");
  app.add_option("--min-revision", flags->min_revision, "The answer must see this revision")
      ->check(CLI::NonNegativeNumber);
  return [flags](const Globals& globals, const Output& output) { return Search(*flags, globals, output); };
}

}  // namespace socialekaart::cli
