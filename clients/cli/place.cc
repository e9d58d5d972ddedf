// socialekaart place

#include <fmt/format.h>

#include <memory>

#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "clients/cli/text.h"
#include "clients/cli/words.h"

namespace socialekaart::cli {
namespace {

std::vector<std::string> RowOf(const v1::ResolvedPlace& place) {
  std::vector<std::string> names;
  std::vector<std::string> codes;
  for (const v1::Municipality& municipality : place.municipalities()) {
    names.push_back(municipality.display_name());
    codes.push_back(municipality.code());
  }
  std::string point;
  if (place.has_point()) {
    point = fmt::format("{}{:.4f},{:.4f}", place.approximate() ? "~" : "", place.point().latitude(),
                        place.point().longitude());
  }
  return {place.display_name(),
          fmt::format("{}", fmt::join(names, ", ")),
          fmt::format("{}", fmt::join(codes, " ")),
          place.postal_code6().empty() ? place.postal_code4() : place.postal_code6(),
          place.province_code(),
          point,
          fmt::format("{}", fmt::join(place.neighbourhood_codes(), " "))};
}

ExitCode ShowPlace(const std::vector<std::string>& words, const Globals& globals, const Output& output) {
  v1::ResolvePlaceRequest request;
  *request.mutable_place() = ToPlace(fmt::format("{}", fmt::join(words, " ")));
  const auto response = NewClient(globals).ResolvePlace(request);
  if (!response.ok()) return Complain(response.status(), globals);
  if (globals.json) {
    output.PrintJson(response->place(), {"candidates"});
    return kOk;
  }
  const v1::ResolvedPlace& place = response->place();
  Table table = {.header = {"plaats", "gemeente", "code", "postcode", "provincie", "punt", "buurt"}};
  for (const v1::ResolvedPlace& candidate : place.candidates()) table.rows.push_back(RowOf(candidate));
  if (table.rows.empty()) table.rows.push_back(RowOf(place));
  output.Print(table);
  if (place.candidates_size() > 0) Note("niet eenduidig: kies er een");
  return kOk;
}

}  // namespace

Run SetUpPlace(CLI::App& app) {
  const auto words = std::make_shared<std::vector<std::string>>();
  app.add_option("place", *words, "Postcode, gemeente, place, BRIN, or LATITUDE,LONGITUDE")->required();
  return [words](const Globals& globals, const Output& output) { return ShowPlace(*words, globals, output); };
}

}  // namespace socialekaart::cli
