// socialekaart list

#include <fmt/format.h>

#include <memory>

#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "clients/cli/text.h"
#include "clients/cli/words.h"

namespace socialekaart::cli {
namespace {

struct Flags {
  std::string collection = "services";
  int page_size = 50;
  std::string page_token;
  bool all = false;
  bool deleted = false;
};

std::string CityOf(const v1::Location& location) {
  return location.addresses_size() > 0 ? location.addresses(0).city() : "";
}

std::vector<std::string> RowOf(const v1::Service& service) {
  return {service.name(), service.display_name(), OrganizationText(service), LevelsText(service)};
}
std::vector<std::string> RowOf(const v1::Organization& organization) {
  return {organization.name(), organization.display_name(), organization.website()};
}
std::vector<std::string> RowOf(const v1::Location& location) {
  return {location.name(), location.display_name(), CityOf(location)};
}

const auto& RecordsOf(const v1::ListServicesResponse& page) {
  return page.services();
}
const auto& RecordsOf(const v1::ListOrganizationsResponse& page) {
  return page.organizations();
}
const auto& RecordsOf(const v1::ListLocationsResponse& page) {
  return page.locations();
}

// Prints one page, or with --all every page, as one table or one JSON array. `list` is the client's call.
template <typename Request, typename Method>
ExitCode ListAll(Method list, const std::vector<std::string>& header, const Flags& flags, const Globals& globals,
                 const Output& output) {
  const client::Client client = NewClient(globals);
  Request request;
  request.set_page_size(flags.page_size);
  request.set_page_token(flags.page_token);
  request.set_show_deleted(flags.deleted);
  bool is_first = true;
  do {
    const auto page = (client.*list)(request);
    if (!page.ok()) {
      if (globals.json && !is_first) output.Print("]\n");  // what came is whole
      return Complain(page.status(), globals);
    }
    Table table = {.header = header};
    if (globals.json && request.page_token() == flags.page_token) output.Print("[");
    for (const auto& record : RecordsOf(*page)) {
      if (globals.json) output.Print((is_first ? "\n" : ",\n") + ToJson(record));
      table.rows.push_back(RowOf(record));
      is_first = false;
    }
    if (!globals.json && !table.rows.empty()) output.Print(table);
    request.set_page_token(page->next_page_token());
  } while (flags.all && !request.page_token().empty());
  if (globals.json) output.Print(is_first ? "]\n" : "\n]\n");
  if (!request.page_token().empty()) Note(fmt::format("more: --page-token {}   or --all", request.page_token()));
  return kOk;
}

ExitCode List(const Flags& flags, const Globals& globals, const Output& output) {
  if (flags.collection == "organizations") {
    return ListAll<v1::ListOrganizationsRequest>(&client::Client::ListOrganizations, {"record", "naam", "website"},
                                                 flags, globals, output);
  }
  if (flags.collection == "locations") {
    return ListAll<v1::ListLocationsRequest>(&client::Client::ListLocations, {"record", "naam", "plaats"}, flags,
                                             globals, output);
  }
  return ListAll<v1::ListServicesRequest>(&client::Client::ListServices, {"record", "naam", "aanbieder", "niveau"},
                                          flags, globals, output);
}

}  // namespace

Run SetUpList(CLI::App& app) {
  const auto flags = std::make_shared<Flags>();
  AddChoice(app, "collection", flags->collection, {"services", "organizations", "locations"}, "What to list")
      ->capture_default_str();
  app.add_flag("--all", flags->all, "Every page");
  app.add_option("--page-size", flags->page_size, "Records at once, 1..1000")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--page-token", flags->page_token, "The page after the one that gave this token");
  app.add_flag("--deleted", flags->deleted, "Also what was deleted");
  return [flags](const Globals& globals, const Output& output) { return List(*flags, globals, output); };
}

}  // namespace socialekaart::cli
