// socialekaart suggest

#include <fmt/format.h>

#include <memory>

#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "clients/cli/privacy.h"

namespace socialekaart::cli {
namespace {

struct Flags {
  std::vector<std::string> text;
  std::string place;
  int page_size = 10;
};

ExitCode Suggest(const Flags& flags, const Globals& globals, const Output& output) {
  v1::SuggestTermsRequest request;
  request.set_text(fmt::format("{}", fmt::join(flags.text, " ")));
  if (!flags.place.empty()) *request.mutable_place() = ToPlace(flags.place);
  request.set_page_size(flags.page_size);
  if (HoldsBsn(request.text())) {
    ComplainOfBsn();
    return kPrivacy;
  }
  const auto response = NewClient(globals).SuggestTerms(request);
  if (!response.ok()) return Complain(response.status(), globals);
  if (globals.json) {
    output.PrintJson(*response, {"suggestions"});
    return kOk;
  }
  Table table = {.header = {"tekst", "soort", "code", "aantal"}};
  for (const auto& suggestion : response->suggestions()) {
    table.rows.push_back({suggestion.text(), suggestion.kind(), suggestion.code(),
                          suggestion.count() == 0 ? "" : fmt::format("{}", suggestion.count())});
  }
  if (!table.rows.empty()) output.Print(table);
  return kOk;
}

}  // namespace

Run SetUpSuggest(CLI::App& app) {
  const auto flags = std::make_shared<Flags>();
  app.add_option("text", flags->text, "What was typed so far")->required();
  app.add_option("--place,-p", flags->place, "Near here first");
  app.add_option("--page-size", flags->page_size, "At most so many, 1..20")
      ->check(CLI::Range(1, 20))
      ->capture_default_str();
  return [flags](const Globals& globals, const Output& output) { return Suggest(*flags, globals, output); };
}

}  // namespace socialekaart::cli
