// socialekaart doctor

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

constexpr std::array<const char*, 4> kServices = {"", "socialekaart.v1.DirectoryService",
                                                  "socialekaart.v1.SearchService", "socialekaart.v1.MatchService"};

// The comparison of index and store reads all of both.
constexpr double kCheckIndexTimeoutS = 600;

struct Check {
  std::string name;
  ExitCode exit_code = kOk;
  std::string detail = {};
  std::string advice = {};
};

Check FromStatus(std::string name, const absl::Status& status) {
  const ExitCode code = ExitCodeOf(status);
  return {.name = std::move(name),
          .exit_code = code,
          .detail = OneLine(std::string(status.message())),
          .advice = code == kUnreachable
                        ? "start the server with scripts/serve, or name another one with --server HOST:PORT"
                        : "see the log of the server"};
}

Check CheckHealth(const client::Client& client, const std::string& service) {
  const std::string name = service.empty() ? "health" : "health of " + service.substr(service.rfind('.') + 1);
  const auto health = client.CheckHealth(service);
  if (!health.ok()) return FromStatus(name, health.status());
  if (*health == "SERVING" || (*health == "SERVICE_UNKNOWN" && !service.empty()))
    return {.name = name, .detail = *health};
  return {.name = name,
          .exit_code = kUnreachable,
          .detail = *health,
          .advice = "the server is starting, rebuilding its index, or stopping: wait, and look again"};
}

Check CheckIndex(const Globals& globals) {
  Globals patient = globals;
  patient.timeout_s = std::max(globals.timeout_s, kCheckIndexTimeoutS);
  const auto response = NewClient(patient).CheckIndex(v1::CheckIndexRequest());
  if (!response.ok()) return FromStatus("index", response.status());
  Check check = {
      .name = "index",
      .detail = fmt::format("{}; {} services in the store, {} in the index; revision {} of {}",
                            OneLine(response->state()), response->store_services(), response->index_services(),
                            response->index_revision(), response->store_revision())};
  if (!response->consistent()) {
    check.exit_code = kDataInvalid;
    check.detail += fmt::format("; {} missing, {} surplus, {} stale: {}", response->missing(), response->surplus(),
                                response->stale(), OneLine(fmt::format("{}", fmt::join(response->examples(), " "))));
    check.advice =
        "if this stays after a minute without writes: stop the server, delete the index folder in its data folder, and "
        "start it "
        "again; the index is built anew and no record is lost";
  }
  return check;
}

ExitCode Doctor(const Globals& globals, const Output& output) {
  std::vector<Check> checks;
  const client::Client client = NewClient(globals);
  checks.push_back(FromStatus("server", client.Connect()));
  if (checks[0].exit_code == kOk) {
    checks[0].detail = globals.server;
    checks[0].advice.clear();
    for (const char* service : kServices) checks.push_back(CheckHealth(client, service));
    checks.push_back(CheckIndex(globals));
  }

  ExitCode worst = kOk;
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  std::string text;
  for (const Check& check : checks) {
    const bool is_ok = check.exit_code == kOk;
    if (worst == kOk) worst = check.exit_code;
    list.push_back({{"name", check.name}, {"ok", is_ok}, {"detail", check.detail}, {"advice", check.advice}});
    text += fmt::format("{}  {}  {}\n", is_ok ? output.Green("ok   ") : output.Red("WRONG"), Pad(check.name, 28),
                        check.detail);
    if (!is_ok) text += output.Paragraph("do: " + check.advice, 7);
  }
  if (globals.json) {
    nlohmann::ordered_json json = {{"server", globals.server}, {"ok", worst == kOk}};
    json["checks"] = std::move(list);
    text =
        json.dump(output.is_terminal() ? 2 : -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  }
  output.Print(text);
  return worst;
}

}  // namespace

Run SetUpDoctor(CLI::App&) {
  return Doctor;
}

}  // namespace socialekaart::cli
