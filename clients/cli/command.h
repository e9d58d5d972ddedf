#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/output.h"
#include "clients/cpp/client.h"

namespace socialekaart::cli {

// What a command does once its flags are read.
using Run = std::function<ExitCode(const Globals& globals, const Output& output)>;

struct Command {
  const char* name;
  const char* description;
  const char* examples;      // one a line
  const char* columns;       // of its TSV; "" for one that prints none
  Run (*set_up)(CLI::App&);  // adds the flags to the command
};

// Every command, in the order of --help.
const std::vector<Command>& Commands();

// The whole program with all flags; `chosen` is set to what was asked for. `globals` and `chosen` must outlive it.
void SetUp(CLI::App& app, Globals* globals, Run* chosen);

Run SetUpSearch(CLI::App& app);
Run SetUpMatch(CLI::App& app);
Run SetUpGet(CLI::App& app);
Run SetUpList(CLI::App& app);
Run SetUpImport(CLI::App& app);
Run SetUpExport(CLI::App& app);
Run SetUpSuggest(CLI::App& app);
Run SetUpPlace(CLI::App& app);
Run SetUpWatch(CLI::App& app);
Run SetUpAnalyze(CLI::App& app);
Run SetUpEval(CLI::App& app);
Run SetUpPolicy(CLI::App& app);
Run SetUpReports(CLI::App& app);
Run SetUpDoctor(CLI::App& app);
Run SetUpCompletion(CLI::App& app);

client::Client NewClient(const Globals& globals);

// A flag or argument that takes one of, or some of, a few words; a shell completes them.
CLI::Option* AddChoice(CLI::App& app, const std::string& flag, std::string& value,
                       const std::vector<std::string>& choices, const std::string& description);
CLI::Option* AddChoices(CLI::App& app, const std::string& flag, std::vector<std::string>& values,
                        const std::vector<std::string>& choices, const std::string& description);
// The words that an option takes; empty for one that takes anything.
const std::vector<std::string>& ChoicesOf(const CLI::Option& option);

// "Eibergen", "7151 AB", "GM1859", "12AB00", or a point "52.1,6.65".
v1::Place ToPlace(const std::string& text);

// Metres of "10km", "2,5 km" and "800m"; nothing for any other form.
std::optional<int> ParseRadius(const std::string& text);

}  // namespace socialekaart::cli
