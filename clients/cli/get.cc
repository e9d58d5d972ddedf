// socialekaart get

#include <fmt/format.h>

#include <memory>

#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "clients/cli/record_text.h"
#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

template <typename Record>
ExitCode Show(const absl::StatusOr<Record>& record, const Globals& globals, const Output& output) {
  if (!record.ok()) return Complain(record.status(), globals);
  if (globals.json) {
    output.PrintJson(*record);
  } else {
    output.Print(RecordText(*record, output));
  }
  return kOk;
}

template <typename Request>
Request Named(const std::string& name) {
  Request request;
  request.set_name(name);
  return request;
}

ExitCode Get(const std::string& name, const Globals& globals, const Output& output) {
  const size_t slash = name.find('/');
  const std::string collection = name.substr(0, slash);
  const client::Client client = NewClient(globals);
  if (slash == std::string::npos)
    return Show(client.GetService(Named<v1::GetServiceRequest>("services/" + name)), globals, output);
  if (collection == "services") return Show(client.GetService(Named<v1::GetServiceRequest>(name)), globals, output);
  if (collection == "organizations")
    return Show(client.GetOrganization(Named<v1::GetOrganizationRequest>(name)), globals, output);
  if (collection == "locations") return Show(client.GetLocation(Named<v1::GetLocationRequest>(name)), globals, output);
  Complain(fmt::format("there are no {}", OneLine(collection)), "records are services, organizations and locations",
           "write services/ID, organizations/ID, locations/ID, or the id of a service alone");
  return kUsage;
}

}  // namespace

Run SetUpGet(CLI::App& app) {
  const auto name = std::make_shared<std::string>();
  app.add_option("name", *name, "services/ID, organizations/ID, locations/ID, or the ID of a service")->required();
  return [name](const Globals& globals, const Output& output) { return Get(*name, globals, output); };
}

}  // namespace socialekaart::cli
