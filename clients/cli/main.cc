// The command-line client. See `socialekaart --help`.

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

extern "C" void OnInterrupt(int) {
  _exit(kInterrupted);
}

// What CLI11 does not say: which command was meant.
std::string MeantCommand(int argc, char** argv) {
  std::vector<std::string> names;
  for (const Command& command : Commands()) names.emplace_back(command.name);
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument.empty() || argument[0] == '-') continue;
    if (std::find(names.begin(), names.end(), argument) != names.end()) return "";
    return DidYouMean(argument, names);
  }
  return "";
}

int Main(int argc, char** argv) {
  std::signal(SIGINT, OnInterrupt);
  Globals globals;
  Run chosen;
  CLI::App app("", "socialekaart");
  SetUp(app, &globals, &chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return app.exit(error);  // --help
    const std::string meant = MeantCommand(argc, argv);
    Complain("the command is not right", OneLine(error.what()),
             meant.empty() ? "socialekaart --help, or --help after a command, shows examples"
                           : "did you mean: socialekaart " + meant + "?");
    return kUsage;
  }
  const ExitCode code = chosen(globals, Output(globals));
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    Complain("the output is not complete", "standard output cannot be written", "free some space, or write elsewhere");
    return kFailed;
  }
  return code;
}

}  // namespace
}  // namespace socialekaart::cli

int main(int argc, char** argv) {
  try {
    return socialekaart::cli::Main(argc, argv);
  } catch (const std::exception& error) {  // of the standard library or CLI11
    socialekaart::cli::Complain("this program failed", error.what(), "report it");
    return socialekaart::cli::kFailed;
  }
}
